"""Requests sent at a fixed rate by one thread, and what they cost each process of this machine."""

import asyncio
import os
import time
from contextlib import suppress
from pathlib import Path

# As many as a web server in front keeps open to the portal.
CONNECTIONS = 32
_LONGEST_WAIT = 60
_END = b"\r\n\r\n"


def send_at_rate(port: int, asked: list[bytes], rate: float) -> list[tuple[float, str]]:
    """Sends each request at its moment; the seconds from then to its answer, and what was wrong.

    The right answer is 303. A request leaves at its moment whatever the others do, as soon as a
    connection is free; its wait for one counts.
    """
    return asyncio.run(_send_all(port, asked, rate))


async def _send_all(port: int, asked: list[bytes], rate: float) -> list[tuple[float, str]]:
    waiting: asyncio.Queue[tuple[int, float]] = asyncio.Queue()
    found: list[tuple[float, str]] = [(0.0, "no answer")] * len(asked)
    work = (_sender(port, asked, waiting, found) for _ in range(CONNECTIONS))
    senders = [asyncio.create_task(one) for one in work]
    start = time.monotonic() + 1
    for number in range(len(asked)):
        due = start + number / rate
        if (left := due - time.monotonic()) > 0:
            await asyncio.sleep(left)
        waiting.put_nowait((number, due))
    with suppress(TimeoutError):
        await asyncio.wait_for(waiting.join(), _LONGEST_WAIT)
    for sender in senders:
        sender.cancel()
    return found


async def _sender(
    port: int,
    asked: list[bytes],
    waiting: "asyncio.Queue[tuple[int, float]]",
    found: list[tuple[float, str]],
) -> None:
    """One connection: opened again when the server closed it, never for an answer that is late."""
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None
    while True:
        number, due = await waiting.get()
        try:
            if reader is None or writer is None or reader.at_eof():
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(asked[number])
            head = await reader.readuntil(_END)
            status = head.split(b" ", 2)[1].decode()
            found[number] = time.monotonic() - due, "" if status == "303" else f"HTTP {status}"
            await _skip_body(reader, head.lower())
            if b"connection: close" in head.lower():
                writer.close()
                reader = None
        except (OSError, asyncio.IncompleteReadError) as error:
            found[number] = time.monotonic() - due, type(error).__name__
            reader = None
        waiting.task_done()


async def _skip_body(reader: asyncio.StreamReader, head: bytes) -> None:
    """What comes after the headers, so that the next answer begins where it should."""
    for line in head.split(b"\r\n"):
        name, _colon, value = line.partition(b":")
        if name == b"content-length":
            await reader.readexactly(int(value))
        elif name == b"transfer-encoding":
            while size := int(await reader.readline(), 16):
                await reader.readexactly(size + 2)
            await reader.readline()


def spent_by(group: int, database: str) -> dict[str, float]:
    """Seconds of processor time so far: of the web servers, of their database, of this process.

    Of PostgreSQL, the processes that serve this database: its writers to the disk serve others too.
    """
    own = time.process_time()
    spent = {"web": 0.0, "PostgreSQL": 0.0, "this generator": own}
    ticks = os.sysconf("SC_CLK_TCK")
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            name, _end, rest = stat.read_text().partition(") ")
            fields = rest.split()
            who = "web" if int(fields[2]) == group else ""
            if "(postgres" in name and database in (stat.parent / "cmdline").read_text().split():
                who = "PostgreSQL"
            if who:
                # With those of children that have ended.
                spent[who] += sum(map(int, fields[11:13])) / ticks
    return spent
