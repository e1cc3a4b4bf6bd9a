"""What keeps a cluster or a database from scoring order lines, and what to do."""

from __future__ import annotations

from segmentation_addin.core.issues import Severity
from segmentation_addin.languages import Text
from segmentation_addin.messages import Message


def _m(en: str, fr: str, remedy_en: str, remedy_fr: str) -> Message:
    return Message(Severity.ERROR, Text(en, fr), Text(remedy_en, remedy_fr))


REFUSALS: dict[str, Message] = {
    "score_engine_missing": _m(
        "The part that speaks with {found} is not installed.",
        "Le composant qui dialogue avec {found} n'est pas installé.",
        "Install it: pip install segmentation-addin[{expected}].",
        "Installez-le : pip install segmentation-addin[{expected}].",
    ),
    "score_java_missing": _m(
        "Spark needs Java, and there is none on this computer.",
        "Spark a besoin de Java, absent de cet ordinateur.",
        "Install a Java runtime, version 17 or 21, and set JAVA_HOME if it is not on "
        "the path.",
        "Installez un environnement Java, version 17 ou 21, et renseignez JAVA_HOME "
        "s'il n'est pas dans le chemin.",
    ),
    "score_cluster_silent": _m(
        "The Spark cluster {found} does not answer.",
        "Le cluster Spark {found} ne répond pas.",
        "Check the address (spark://computer:7077), that the master runs and that "
        "no firewall stands between.",
        "Vérifiez l'adresse (spark://ordinateur:7077), que le maître fonctionne et "
        "qu'aucun pare-feu ne s'interpose.",
    ),
    "score_cluster_no_worker": _m(
        "The Spark cluster {found} answers, but no worker takes the job.",
        "Le cluster Spark {found} répond, mais aucun exécutant ne prend le travail.",
        "Start workers, or ask for less memory and fewer processors than they have "
        "(spark.executor.memory, spark.executor.cores).",
        "Démarrez des exécutants, ou demandez moins de mémoire et de processeurs "
        "qu'ils n'en ont (spark.executor.memory, spark.executor.cores).",
    ),
    "score_disk_not_shared": _m(
        "The workers of the cluster do not see the same files as this computer: "
        "{found}.",
        "Les exécutants du cluster ne voient pas les mêmes fichiers que cet "
        "ordinateur : {found}.",
        "Put the lines and the result on a disk that every computer of the cluster "
        "mounts under the same path.",
        "Placez les lignes et le résultat sur un disque monté sous le même chemin par "
        "tous les ordinateurs du cluster.",
    ),
    "score_engine_failed": _m(
        "The engine stopped: {found}",
        "Le moteur s'est arrêté : {found}",
        "Nothing was written. Ask whoever runs the cluster or the database, with this "
        "sentence.",
        "Rien n'a été écrit. Transmettez cette phrase à la personne qui administre le "
        "cluster ou la base.",
    ),
    "score_database_silent": _m(
        "The database does not let this computer in: {found}",
        "La base n'accepte pas cet ordinateur : {found}",
        "Check address, user and password (in PGPASSWORD or ~/.pgpass rather than in "
        "the address).",
        "Vérifiez l'adresse, l'utilisateur et le mot de passe (dans PGPASSWORD ou "
        "~/.pgpass plutôt que dans l'adresse).",
    ),
    "score_database_address": _m(
        "The address of the database cannot be read.",
        "L'adresse de la base est illisible.",
        "Write it as postgresql://user@computer:5432/base.",
        "Écrivez-la ainsi : postgresql://utilisateur@ordinateur:5432/base.",
    ),
}
