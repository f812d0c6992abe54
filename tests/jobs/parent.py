"""A process that starts a runner as its child, as the server does, and then only lives."""

import os
import subprocess
import sys
import time

if __name__ == "__main__":
    subprocess.Popen([sys.executable, "-m", "django", "run_jobs", "--parent", str(os.getpid())])
    time.sleep(600)
