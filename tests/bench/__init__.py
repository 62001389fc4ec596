"""What Lastcall costs, beside the smallest Django project that does the same kind of work.

    make bench                       or: python -m tests.bench --size 20000 --rounds 9 --keep /tmp/bench

Server CPU a request hardly moves with whatever else the machine does, so pages are compared by it: as multiples of
L, the CPU of the limit project's list page in the same round on the same kind of server. Goals are in targets.py.
"""
