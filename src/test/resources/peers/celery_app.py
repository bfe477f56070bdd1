"""The task of celery_peer.py, for its workers too."""

import os

import celery

import work

URL = "redis://127.0.0.1:" + os.environ["PEER_PORT"]
app = celery.Celery("bench", broker=URL, backend=URL)
app.conf.update(result_expires=60, worker_hijack_root_logger=False)


@app.task
def evens(start, end):
    return work.evens(start, end)
