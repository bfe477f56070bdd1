"""Celery with two prefork workers: celery_peer.py PORT, of a Redis that is there."""

import subprocess
import sys

from celery_app import evens

from work import serve


def run(count):
    pending = [evens.delay(1, 10) for _ in range(count)]
    assert all(one.get(timeout=30) == 20 for one in pending)


def main():
    command = [sys.executable, "-m", "celery", "--quiet", "-A", "celery_app", "worker", "--pool", "prefork", "--concurrency", "2"]
    worker = subprocess.Popen(command + ["--loglevel", "ERROR"], stdin=subprocess.DEVNULL, stdout=sys.stderr)
    try:
        run(1)
        serve(run)
    finally:
        worker.kill()


if __name__ == "__main__":
    main()
