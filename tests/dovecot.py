"""A Dovecot of the tests' own: IMAP and LMTP on free ports, as root or as anybody else."""

import contextlib
import grp
import imaplib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

PASSWORD = "open-sesame"
START_SECONDS = 60.0


def find_dovecot() -> Path | None:
    """Find the server, with what it needs for IMAP and LMTP, if it is here."""
    found = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if found is None:
        return None
    parts = Path("/usr/lib/dovecot")
    return Path(found) if all((parts / name).exists() for name in ("imap", "lmtp")) else None


@dataclass
class Dovecot:
    """A server, which can be stopped and started again on the same ports.

    Whoever logs in with the password has a mailbox, which is empty at first.

    Attributes:
        folder: everything it has; nothing is anywhere else.
    """

    program: Path
    folder: Path
    imap_port: int
    lmtp_port: int
    tls_port: int
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and return once it answers."""
        with (self.folder / "output").open("ab") as output:
            self.process = subprocess.Popen(
                [str(self.program), "-F", "-c", str(self.config)],
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self._until_ready()

    def stop(self) -> None:
        """Stop it at once, with all the connections that it has."""
        if self.process is not None:
            # Its processes would outlive it for a while, and go on talking.
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)
            self.process = None

    def remove(self) -> None:
        """Stop and leave nothing behind."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def config(self) -> Path:
        return self.folder / "dovecot.conf"

    def connect(self, user: str) -> imaplib.IMAP4:
        """Log in as a mail program does."""
        client = imaplib.IMAP4("127.0.0.1", self.imap_port, timeout=10)
        client.login(user, PASSWORD)
        return client

    def append(self, user: str, *mails: bytes, folder: str = "INBOX", at: str = "") -> None:
        """Put mails into a mailbox.

        Args:
            at: when they arrived, as `02-Mar-2026 09:00:00 +0000`.
        """
        client = self.connect(user)
        for mail in mails:
            status, words = client.append(folder, "", f'"{at}"' if at else "", mail)
            assert status == "OK", words
        client.logout()

    def administer(self, *arguments: str) -> None:
        """Run doveadm."""
        done = subprocess.run(
            ["doveadm", "-c", str(self.config), *arguments], capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()

    def _until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with (
                contextlib.suppress(OSError),
                socket.create_connection(("127.0.0.1", self.imap_port), timeout=5) as probe,
            ):
                if probe.recv(100).startswith(b"* OK"):
                    return
            if self.process is None or self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise RuntimeError((self.folder / "output").read_text())


def start_dovecot(program: Path, *, certificate: Path, key: Path) -> Dovecot:
    """Start a server on free ports of the loopback."""
    folder = Path(tempfile.mkdtemp(prefix="frontdesk-dovecot-"))
    folder.chmod(0o755)
    ports = _free_ports(3)
    server = Dovecot(program, folder, imap_port=ports[0], lmtp_port=ports[1], tls_port=ports[2])
    for name in ("certificate.pem", "key.pem"):
        shutil.copy({"certificate.pem": certificate, "key.pem": key}[name], folder / name)
    (folder / "mail").mkdir()
    server.config.write_text(_configure(server))
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(folder / "mail", nobody.pw_uid, nobody.pw_gid)
    try:
        server.start()
    except BaseException:
        server.remove()
        raise
    return server


def _configure(server: Dovecot) -> str:
    root = os.geteuid() == 0
    user = pwd.getpwuid(os.geteuid()).pw_name
    group = grp.getgrgid(os.getegid()).gr_name
    owner = "nobody" if root else user
    # Without root nothing can change its user or its root directory.
    login = "" if root else f"default_login_user = {user}\ndefault_internal_user = {user}\n"
    login += "" if root else f"default_internal_group = {group}\n"
    jail = "" if root else "chroot ="
    group_id = pwd.getpwnam(owner).pw_gid
    return f"""
protocols = imap lmtp
listen = 127.0.0.1
base_dir = {server.folder}/run
state_dir = {server.folder}/state
log_path = {server.folder}/log
instance_name = frontdesk-{server.imap_port}
ssl = yes
ssl_cert = <{server.folder}/certificate.pem
ssl_key = <{server.folder}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:{server.folder}/mail/%u
mail_max_userip_connections = 100
first_valid_uid = 1
{login}
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid={owner} gid={group_id} home={server.folder}/mail/%u allow_all_users=yes
}}
protocol lmtp {{
  auth_username_format = %Ln
}}
service imap-login {{
  {jail}
  process_min_avail = 1
  inet_listener imap {{
    port = {server.imap_port}
  }}
  inet_listener imaps {{
    port = {server.tls_port}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {server.lmtp_port}
  }}
}}
service anvil {{
  {jail}
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  {jail}
}}
"""


def _free_ports(number: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(number)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
