"""RQ: rqueue.py PORT WORKER_CLASS, two workers on a Redis that is there."""

import subprocess
import sys

from redis import Redis
from rq import Queue
from rq.results import Result, get_key

from work import evens, serve


def main(port, worker_class):
    redis = Redis(host="127.0.0.1", port=int(port))
    queue = Queue("bench", connection=redis)
    command = [sys.executable, "-m", "rq.cli", "worker", "bench", "--quiet", "--worker-class", worker_class]
    command += ["--url", f"redis://127.0.0.1:{port}"]
    workers = [subprocess.Popen(command, stdin=subprocess.DEVNULL) for _ in range(2)]

    def run(count):
        # All in one pipeline, and each result as soon as it is there: RQ at its best.
        data = [Queue.prepare_data(evens, args=(1, 10), result_ttl=60) for _ in range(count)]
        for job in queue.enqueue_many(data):
            assert redis.xread({get_key(job.id): "0-0"}, block=30_000)
            assert Result.fetch_latest(job).return_value == 20

    try:
        serve(run)
    finally:
        for worker in workers:
            worker.kill()


if __name__ == "__main__":
    main(*sys.argv[1:])
