"""The library that shim.c makes, which strikes the program at one of its calls that change a file."""
import atexit
import functools
import os
import shutil
import subprocess
import tempfile
import unittest

COMPILER = shutil.which(os.environ.get("CC", "cc"))
needs_shim = unittest.skipUnless(COMPILER, "no C compiler for the shim")


@functools.cache
def library():
    """Compiled once a process."""
    directory = tempfile.mkdtemp(prefix="coreoffer-shim-")
    atexit.register(shutil.rmtree, directory)
    path = os.path.join(directory, "shim.so")
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "shim.c")
    subprocess.run([COMPILER, "-D_GNU_SOURCE", "-shared", "-fPIC", "-o", path, source, "-ldl"], check=True)
    return path


def struck(**settings):
    """The environment of a run that is struck; shim.c says what SHIM_MODE, SHIM_AT and the others mean."""
    return {"LD_PRELOAD": library(), **{"SHIM_" + name.upper(): str(value) for name, value in settings.items()}}
