"""The same small pieces of work as the service's, and how a peer tells the time that they take."""

import time


def evens(start, end):
    return sum(n for n in range(start, end) if n % 2 == 0)


def square(n):
    return n * n


def serve(run):
    """Answers each line of numbers with the seconds that run(*numbers) took."""
    print("ready", flush=True)
    # Not sys.stdin: while one thread reads it, a process that another thread forks could not close it.
    for line in open(0, "rb", buffering=0):
        began = time.perf_counter()
        run(*map(int, line.split()))
        print(time.perf_counter() - began, flush=True)
