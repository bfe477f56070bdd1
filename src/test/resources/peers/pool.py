"""CPython's own: pool.py METHOD [TASKS_PER_CHILD], or pool.py executor. COUNT runs so many jobs, COUNT CHUNK maps."""

import concurrent.futures
import multiprocessing
import sys

from work import evens, serve, square


def jobs(submit, result):
    def run(count):
        pending = [submit(evens, 1, 10) for _ in range(count)]
        assert all(result(one) == 20 for one in pending)

    return run


def main(kind, tasks_per_child=None):
    if kind == "executor":
        with concurrent.futures.ProcessPoolExecutor(2) as executor:
            serve(jobs(executor.submit, lambda future: future.result()))
        return
    tasks = int(tasks_per_child) if tasks_per_child else None
    with multiprocessing.get_context(kind).Pool(2, maxtasksperchild=tasks) as pool:
        apply = jobs(lambda job, *args: pool.apply_async(job, args), lambda pending: pending.get())

        def run(count, chunk=0):
            if chunk:
                assert pool.map(square, range(count), chunk) == [n * n for n in range(count)]
            else:
                apply(count)

        serve(run)


if __name__ == "__main__":
    main(*sys.argv[1:])
