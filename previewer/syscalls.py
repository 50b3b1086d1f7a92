"""A filter in the kernel: calls that open, connect, start, signal or trace are answered "not permitted".

A list of what is forbidden rather than of what is allowed: another Python or C library then never makes the program fail
on an honest file. Numbers: arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h of Linux;
the form of the filter: seccomp(2).
"""

import ctypes
import os
import struct

_SECCOMP = 22  # PR_SET_SECCOMP
_FILTER = 2  # SECCOMP_MODE_FILTER
_LOAD, _EQUALS, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # instructions of the filter
_ALLOW, _NOT_PERMITTED, _KILL = 0x7FFF0000, 0x00050001, 0x80000000
_FOREIGN = 0x40000000  # x86-64: from here on, calls of another form with the same effect

_NUMBERS = {
    "x86_64": (0xC000003E, (
        *(2, 85, 257, 437, 304),  # open, creat, openat, openat2, open_by_handle_at
        *range(41, 51), 53, 54, 288, 299, 307,  # socket … listen, socketpair, setsockopt, accept4, recvmmsg, sendmmsg
        *(56, 57, 58, 435, 59, 322),  # clone, fork, vfork, clone3, execve, execveat
        *(62, 200, 234, 129, 297, 424, 434),  # kill, tkill, tgkill, rt_sigqueueinfo, its like, pidfd signals and open
        *(101, 310, 311, 312, 438, 440),  # ptrace, another process's memory, kcmp, pidfd_getfd, process_madvise
        *range(82, 85), 86, 87, 88, 90, 91, 92, 93, 94, 132, 133,  # rename, mkdir … chown, utime, mknod
        *range(258, 262), *range(263, 270), 280, 316, 235, 76,  # mkdirat … faccessat without newfstatat, utimes, truncate
        *(165, 166, 161, 155, 272, 308, *range(428, 434), 442),  # mount, umount, chroot, pivot_root, unshare, setns …
        *(246, 320, 169, 175, 313, 176, 321, 298, 323, 425, 426, 427),  # kexec, reboot, modules, bpf, perf, faults, io_uring
        *(248, 249, 250, 29, 30, 31, 68, 69, 70, 71, 240, 241, 253, 254, 294, 300, 301),  # keys, shared memory, queues, watches
        *(319, 447, 157, 317, 160, 302, 105, 106, 117, 119),  # memfd, secret memory, prctl, seccomp, limits, ids
    )),
    "aarch64": (0xC00000B7, (
        *(56, 437, 265), *range(198, 213), 242, 243, 269,  # open, sockets
        *(220, 435, 221, 281), *(129, 130, 131, 138, 240, 424, 434),  # start, signal
        *(117, 270, 271, 272, 438, 440), *range(33, 39), 45, *range(52, 56), 88, 276,  # trace; names of files
        *(40, 39, 51, 41, 97, 268, *range(428, 434), 442), *(104, 294, 142, 105, 273, 106, 280, 241, 282, 425, 426, 427),
        *(217, 218, 219, 194, 195, 196, 186, 187, 188, 189, 180, 181, 26, 27, 262, 263),
        *(279, 447, 167, 277, 164, 261, 146, 144, 147, 149),
    )),
}  # fmt: skip
"""By machine: its number for the filter, and the calls that are not permitted."""


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def install_filter(libc: ctypes.CDLL) -> bool:
    """Put the filter before every further call of this process. Return False where this machine has none."""
    known = _NUMBERS.get(os.uname().machine)
    if known is None:
        return False
    machine, forbidden = known
    compiled = _compiled(machine, tuple(sorted(set(forbidden))))
    program = _Program(len(compiled) // 8, compiled)
    return int(libc.prctl(_SECCOMP, _FILTER, ctypes.byref(program), 0, 0)) == 0


def _compiled(machine: int, forbidden: tuple[int, ...]) -> bytes:
    """Return the filter: kill for another machine's calls, refuse each forbidden number, allow the others."""
    refuse = len(forbidden) + 1  # from the first comparison to the refusal
    tests = [
        _step(_LOAD, 4), _step(_EQUALS, machine, 1, 0), _step(_RETURN, _KILL),
        _step(_LOAD, 0), _step(_AT_LEAST, _FOREIGN, refuse, 0),
    ]  # fmt: skip
    tests += [_step(_EQUALS, number, refuse - 1 - place, 0) for place, number in enumerate(forbidden)]
    return b"".join([*tests, _step(_RETURN, _ALLOW), _step(_RETURN, _NOT_PERMITTED)])


def _step(code: int, operand: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, operand)
