@echo off
rem Prepares a Windows computer for the Segmentation add-in, without administrator
rem rights: Python environment, package, Start menu. Double-click it in its folder.
setlocal EnableExtensions DisableDelayedExpansion
for /f "tokens=2 delims=:." %%a in ('chcp') do set "OLD_PAGE=%%a"
chcp 65001 >nul 2>&1

set "FR=0"
set "LOCALE=en"
for /f "tokens=3" %%l in ('reg query "HKCU\Control Panel\International" /v LocaleName 2^>nul') do set "LOCALE=%%l"
if /i "%LOCALE:~0,2%"=="fr" set "FR=1"
if /i "%SEGMENTATION_LANG%"=="fr" set "FR=1"
if /i "%SEGMENTATION_LANG%"=="en" set "FR=0"

call :say "Segmentation: preparing this computer for Excel." "Segmentation : préparation de cet ordinateur pour Excel."

if not exist "%~dp0pyproject.toml" goto not_unpacked
if not defined LOCALAPPDATA set "LOCALAPPDATA=%USERPROFILE%\AppData\Local"
set "VENV=%LOCALAPPDATA%\segmentation\venv"
set "PY=%VENV%\Scripts\python.exe"

for /f "tokens=1" %%t in ('tasklist /FI "IMAGENAME eq EXCEL.EXE" /NH 2^>nul') do if /i "%%t"=="EXCEL.EXE" goto excel_open

set "UV="
for /f "delims=" %%u in ('where uv 2^>nul') do if not defined UV set "UV=%%u"
if not defined UV if exist "%USERPROFILE%\.local\bin\uv.exe" set "UV=%USERPROFILE%\.local\bin\uv.exe"
if defined UV goto with_uv

set "BASE="
py -3 -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>&1
if "%errorlevel%"=="0" set "BASE=py -3"
if defined BASE goto with_python
python -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>&1
if "%errorlevel%"=="0" set "BASE=python"
if defined BASE goto with_python

call :say "Neither uv nor Python 3.11 was found. uv can be installed for you alone," "Ni uv ni Python 3.11 n'ont été trouvés. uv peut être installé pour vous seul,"
call :say "from https://astral.sh/uv (it needs the network, no administrator rights)." "depuis https://astral.sh/uv (il faut le réseau, aucun droit d'administrateur)."
if "%FR%"=="1" goto ask_fr
choice /c YN /m "Install uv now"
if errorlevel 2 goto no_python
goto install_uv
:ask_fr
choice /c ON /m "Installer uv maintenant"
if errorlevel 2 goto no_python

:install_uv
powershell -NoProfile -ExecutionPolicy Bypass -Command "irm https://astral.sh/uv/install.ps1 | iex"
if not "%errorlevel%"=="0" goto no_uv
set "UV=%USERPROFILE%\.local\bin\uv.exe"
if not exist "%UV%" goto no_uv

:with_uv
call :say "Python environment, with uv:" "Environnement Python, avec uv :"
echo   %VENV%
if not exist "%PY%" "%UV%" venv --allow-existing --python ">=3.11" "%VENV%"
if not exist "%PY%" goto no_environment
set "LOCAL="
set "WHAT=%~dp0."
if exist "%~dp0wheels\" set LOCAL=--no-index --find-links "%~dp0wheels"
if exist "%~dp0wheels\" set "WHAT=segmentation-addin"
"%UV%" pip install --python "%PY%" --reinstall-package segmentation-addin %LOCAL% "%WHAT%"
if not "%errorlevel%"=="0" goto no_package
goto run_setup

:with_python
call :say "Python environment:" "Environnement Python :"
echo   %VENV%
if not exist "%PY%" %BASE% -m venv "%VENV%"
if not exist "%PY%" goto no_environment
set "LOCAL="
set "WHAT=%~dp0."
if exist "%~dp0wheels\" set LOCAL=--no-index --find-links "%~dp0wheels"
if exist "%~dp0wheels\" set "WHAT=segmentation-addin"
"%PY%" -m pip install --disable-pip-version-check --upgrade %LOCAL% "%WHAT%"
if not "%errorlevel%"=="0" goto no_package

:run_setup
"%PY%" -m segmentation_addin setup --from "%~dp0."
if not "%errorlevel%"=="0" goto not_ready
set "RESULT=0"
goto finish

:not_unpacked
call :say "This file must lie in the unpacked folder of the add-in." "Ce fichier doit rester dans le dossier décompressé du complément."
call :say "Unpack the ZIP first (right click, Extract all), then run setup.cmd there." "Décompressez d'abord le ZIP (clic droit, Extraire tout), puis lancez setup.cmd."
goto stop

:excel_open
call :say "Excel is open. Save your work, close Excel, then run setup.cmd again." "Excel est ouvert. Enregistrez, fermez Excel, puis relancez setup.cmd."
goto stop

:no_python
call :say "Nothing was installed. Ask IT for Python 3.11 or later, or for uv," "Rien n'a été installé. Demandez à l'informatique Python 3.11 ou plus, ou uv,"
call :say "then run setup.cmd again." "puis relancez setup.cmd."
goto stop

:no_uv
call :say "uv could not be installed: no network, or a rule of your company." "uv n'a pas pu être installé : pas de réseau, ou une règle de l'entreprise."
call :say "Ask IT for uv or for Python 3.11 or later, then run setup.cmd again." "Demandez uv ou Python 3.11 ou plus à l'informatique, puis relancez setup.cmd."
goto stop

:no_environment
call :say "The Python environment could not be made; the lines above say why." "L'environnement Python n'a pas pu être créé ; les lignes ci-dessus disent pourquoi."
goto stop

:no_package
call :say "The package could not be installed; the lines above say why." "Le paquet n'a pas pu être installé ; les lignes ci-dessus disent pourquoi."
call :say "Behind a proxy, ask IT for its address and set HTTPS_PROXY, then try again." "Derrière un proxy, demandez son adresse et définissez HTTPS_PROXY, puis recommencez."
goto stop

:not_ready
call :say "Setup is not complete; the lines above say what to do." "L'installation n'est pas complète ; les lignes ci-dessus disent quoi faire."

:stop
set "RESULT=3"

:finish
if not defined SEGMENTATION_NO_PAUSE pause
if defined OLD_PAGE chcp %OLD_PAGE% >nul 2>&1
exit /b %RESULT%

:say
if "%FR%"=="1" goto say_fr
echo %~1
exit /b 0
:say_fr
echo %~2
exit /b 0
