"""A private internet in a network namespace: public-looking addresses, ports 80 and 443, a
name server and a certificate authority, so that a program under test runs as it would on
the open net, its guard against private addresses on.

    if toyinternet.refusal() is None and not toyinternet.is_inside():
        toyinternet.enter([sys.executable, ...]).wait()
    with ToyInternet(directory) as net:
        net.page("anytown.test", "/", "<h1>Anytown</h1>")     # the host gets an address of its own
        net.name("hidden.test", A("10.0.0.1"))                # or the answers that it is given
        net.secure("safe.test")                               # a good certificate, for port 443
        ... --name-server 51.20.255.53 --ca-file net.ca_file ...

Every address of the routed ranges is local, the private ones too: what should not be
asked would be answered, and the log tells. Nothing leaves the namespace.
Needs Linux with unshare and ip, and openssl.
"""
import asyncio
import os
import re
import select
import shutil
import socket
import ssl
import struct
import subprocess
import threading

from toyweb import ToyWeb

NAME_SERVER = "51.20.255.53"
SHARED = "51.20.200.1"       # one address that many hosts share
OLD_PORT = 444               # speaks TLS 1.1 and no later version
MUTE_PORT = 445              # takes a connection and never says a word
PRIVATE = ("10.0.0.0/8", "169.254.0.0/16", "192.168.0.0/16", "100.64.0.0/10")
_INSIDE = "COREOFFER_TOY_INTERNET"


def is_inside():
    return os.environ.get(_INSIDE) == "1"


def refusal():
    """Why no namespace can be had here, or None."""
    for tool in ("unshare", "ip", "openssl"):
        if shutil.which(tool, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin") is None:
            return f"a private internet needs {tool}"
    probe = subprocess.run(["unshare", "-Urnm", "sh", "-c", "PATH=$PATH:/usr/sbin:/sbin; ip link set lo up && ip route add local 51.20.0.0/16 dev lo"],
                           stdin=subprocess.DEVNULL, capture_output=True, text=True)
    return None if probe.returncode == 0 else "no network namespace can be had here: " + (probe.stderr.strip() or "unshare refused")


def enter(command):
    """Starts `command` in a new namespace, with is_inside() true."""
    return subprocess.Popen(["unshare", "-Urnm", *command], env={**os.environ, _INSIDE: "1"}, stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def _lay_routes():
    path = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    ip = shutil.which("ip", path=path)
    commands = [["link", "set", "lo", "up"], *(["route", "replace", "local", net, "dev", "lo"] for net in ("51.20.0.0/16", *PRIVATE))]
    for command in commands:
        subprocess.run([ip, *command], check=True, capture_output=True)
    # Nothing behind this device answers, nor says that it is not there; where there is none, they are not to be reached.
    for command in (["tuntap", "add", "dev", "nowhere", "mode", "tun"], ["link", "set", "nowhere", "up"], ["route", "replace", "51.21.0.0/16", "dev", "nowhere"],
                    ["-6", "route", "replace", "2a0d::/16", "dev", "nowhere"]):
        subprocess.run([ip, *command], capture_output=True)
    # Where the kernel knows IPv6 only.
    for net in ("2a0e::/16", "64:ff9b::/96", "fd00::/8"):
        subprocess.run([ip, "-6", "route", "replace", "local", net, "dev", "lo"], capture_output=True)


# --- names ---

NXDOMAIN, SERVFAIL, REFUSED = "NXDOMAIN", "SERVFAIL", "REFUSED"
_RCODES = {SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5}
SILENCE = "SILENCE"          # no answer at all
EMPTY = ()                   # the name exists and has no address


def A(*addresses):
    return tuple(addresses)


class Kinds:
    """One answer for its IPv4 addresses, another for its IPv6 ones."""

    def __init__(self, four, six):
        self.answers = {1: four, 28: six}


class Alias:
    """It stands for another name, whose answer it gives behind its own (CNAME)."""

    def __init__(self, name):
        self.name = name


class Rebinding:
    """Each time it is asked for an IPv4 address it gives the next of its answers; the last one stays."""

    def __init__(self, *answers):
        self.answers, self.asked = list(answers), 0

    def next(self):
        answer = self.answers[min(self.asked, len(self.answers) - 1)]
        self.asked += 1
        return answer


class NameServer(threading.Thread):
    """Answers A and AAAA (RFC 1035) from a table, over TCP what is too long for UDP; what is not in it does not exist."""

    UDP_MOST = 512

    def __init__(self, address):
        super().__init__(daemon=True)
        self.names, self.asked = {}, []
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((address, 53))
        self.listener = socket.create_server((address, 53))
        self.stopping = False

    def run(self):
        while not self.stopping:
            ready, _, _ = select.select([self.socket, self.listener], [], [], 0.1)
            if self.socket in ready:
                query, sender = self.socket.recvfrom(4096)
                reply = self._reply(query)
                if reply and len(reply) > self.UDP_MOST:  # cut (TC): to be asked for again
                    reply = query[:2] + struct.pack("!HHHHH", 0x8380, 1, 0, 0, 0) + query[12:]
                if reply:
                    self.socket.sendto(reply, sender)
            if self.listener in ready:
                with self.listener.accept()[0] as connection:
                    connection.settimeout(5)
                    reply = self._reply(connection.recv(4096)[2:])
                    if reply:
                        connection.sendall(struct.pack("!H", len(reply)) + reply)
        self.socket.close()
        self.listener.close()

    def stop(self):
        self.stopping = True
        self.join(10)

    @staticmethod
    def _labels(name):
        return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"

    @staticmethod
    def _question(query):
        labels, at = [], 12
        while query[at]:
            labels.append(query[at + 1:at + 1 + query[at]].decode("latin-1").lower())
            at += query[at] + 1
        kind, = struct.unpack("!H", query[at + 1:at + 3])
        return ".".join(labels), kind, query[12:at + 5]

    def _reply(self, query):
        name, kind, question = self._question(query)
        self.asked.append((name, kind))
        answer, records, aliases = self.names.get(name, NXDOMAIN), [], []
        while isinstance(answer, Alias) and name not in aliases:
            aliases.append(name)
            target = self._labels(answer.name)
            records.append(self._labels(name) + struct.pack("!HHIH", 5, 1, 60, len(target)) + target)
            name = answer.name
            answer = self.names.get(name, NXDOMAIN)
        if isinstance(answer, Alias):
            answer = EMPTY  # they go round
        if isinstance(answer, Kinds):
            answer = answer.answers.get(kind, EMPTY)
        if isinstance(answer, Rebinding):
            answer = answer.next() if kind == 1 else EMPTY
        if answer == SILENCE:
            return None
        code = _RCODES.get(answer, 0) if isinstance(answer, str) else 0
        for address in () if isinstance(answer, str) else answer:
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            if kind == (28 if family == socket.AF_INET6 else 1):
                data = socket.inet_pton(family, address)
                records.append(self._labels(name) + struct.pack("!HHIH", kind, 1, 60, len(data)) + data)
        return query[:2] + struct.pack("!HHHHH", 0x8180 | code, 1, len(records), 0, 0) + question + b"".join(records)


# --- certificates ---

def is_address(host):
    return re.fullmatch(r"[0-9.]+", host) is not None


class Authority:
    """A root that the program is told to trust, an intermediate, and certificates by them."""

    def __init__(self, directory):
        self.directory = directory
        self.ca_file = self._path("root.pem")
        self._key("root")
        self._run("req", "-x509", "-new", "-key", self._path("root.key"), "-subj", "/CN=Toy Root", "-days", "30", "-out", self.ca_file,
                  "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign")
        for name, days in (("middle", "30"), ("old-middle", "-1")):  # a negative span of days makes one that ended yesterday
            self._key(name)
            self._sign(name, f"/CN=Toy Intermediate {name}", "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n", "root", days)

    def _path(self, name):
        return os.path.join(self.directory, name)

    @staticmethod
    def _run(*arguments):
        subprocess.run(["openssl", *arguments], check=True, capture_output=True, stdin=subprocess.DEVNULL)

    def _key(self, name):
        self._run("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", self._path(name + ".key"))

    def _sign(self, name, subject, extensions, issuer, days, digest="sha256"):
        with open(self._path(name + ".ext"), "w", encoding="ascii") as file:
            file.write(extensions)
        self._run("req", "-new", "-key", self._path(name + ".key"), "-subj", subject, "-out", self._path(name + ".csr"))
        validity = ["-days", days] if not isinstance(days, tuple) else ["-not_before", days[0], "-not_after", days[1]]
        self._run("x509", "-req", "-in", self._path(name + ".csr"), "-CA", self._path(issuer + ".pem"), "-CAkey", self._path(issuer + ".key"),
                  "-CAcreateserial", "-extfile", self._path(name + ".ext"), "-" + digest, *validity, "-out", self._path(name + ".pem"))

    def middle(self):
        """The intermediate's certificate in DER, as authorities give it out."""
        self._run("x509", "-in", self._path("middle.pem"), "-outform", "DER", "-out", self._path("middle.der"))
        with open(self._path("middle.der"), "rb") as file:
            return file.read()

    def context(self, name, flaw=None):
        """A server's TLS context, for a name or an IPv4 address. `flaw`: None, "expired", "expired-middle", "name", "self-signed",
        "incomplete", "forgotten" (the same, and it says where the rest is to be had), "sha1" (how it is signed), or a name with a wildcard that
        the certificate is for."""
        self._key(name)
        names = "subjectAltName=" + ("IP:" if is_address(name) else "DNS:") + ("another.test" if flaw == "name" else flaw if flaw and "*" in flaw else name)
        pem = self._path(name + ".pem")
        if flaw == "self-signed":
            self._run("req", "-x509", "-new", "-key", self._path(name + ".key"), "-subj", "/CN=" + name, "-days", "30", "-addext", names, "-out", pem)
        else:
            issuer = "old-middle" if flaw == "expired-middle" else "middle"
            where = "authorityInfoAccess=caIssuers;URI:http://authority.test/middle.der\n" if flaw == "forgotten" else ""
            self._sign(name, "/CN=" + name, names + "\n" + where, issuer, "-1" if flaw == "expired" else "30",
                       "sha1" if flaw == "sha1" else "sha256")
            if flaw not in ("incomplete", "forgotten"):
                with open(pem, "a", encoding="ascii") as chain, open(self._path(issuer + ".pem"), encoding="ascii") as middle:
                    chain.write(middle.read())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if flaw == "sha1":  # which this side's library would not show of itself
            context.set_ciphers("ALL:@SECLEVEL=0")
        context.load_cert_chain(pem, self._path(name + ".key"))
        return context


class ToyInternet(ToyWeb):
    """A ToyWeb on ports 80 and 443 of every address, with names and certificates."""

    def __init__(self, directory):
        super().__init__(port=80)
        _lay_routes()
        self.names = NameServer(NAME_SERVER)
        self.authority = Authority(directory)
        self.ca_file = self.authority.ca_file
        self.contexts, self.addresses = {}, {}
        self.nameless = None     # an address with a certificate: who asks for one names no host (RFC 6066 3)

    # --- what there is ---

    def add(self, host, path, answer):
        self.address(host)
        return super().add(host, path, answer)

    def below(self, host, prefix, answer):
        self.address(host)
        return super().below(host, prefix, answer)

    def otherwise(self, host, answer):
        self.address(host)
        return super().otherwise(host, answer)

    def address(self, host):
        """The host's address, one of its own unless `name` said otherwise."""
        if host not in self.names.names:
            number = len(self.addresses) + 1
            self.addresses[host] = f"51.20.{number // 250}.{number % 250 + 1}"
            self.names.names[host] = A(self.addresses[host])
        return self.addresses.get(host)

    def name(self, host, answer):
        self.names.names[host] = answer
        return self

    def secure(self, host, flaw=None, protocols=()):
        """`protocols` are those that the server would rather speak, best first (ALPN, RFC 7301)."""
        self.address(host)
        self.contexts[host] = self.authority.context(host, flaw)
        if is_address(host):
            self.nameless = host
        if protocols:
            self.contexts[host].set_alpn_protocols(list(protocols))
        return self

    def url(self, host, path="/"):
        return f"{'https' if host in self.contexts else 'http'}://{host}{path}"

    # --- serving ---

    async def _refuse(self, reader, writer):
        """Answers what offers TLS 1.2 and later with a fatal alert, "protocol version" (RFC 5246 7.2)."""
        await reader.read(1)
        writer.write(bytes([21, 3, 2, 0, 2, 2, 70]))
        writer.close()

    async def _be_mute(self, reader, writer):
        await asyncio.sleep(600)

    async def _listen(self):
        main = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)

        def choose(connection, name, _):
            if (name or self.nameless) in self.contexts:
                connection.context = self.contexts[name or self.nameless]
            return None

        main.sni_callback = choose
        servers = []
        for host in ("0.0.0.0", "::"):
            for port, context in ((80, None), (443, main)):
                try:
                    servers.append(await asyncio.start_server(self._serve, host, port, ssl=context, backlog=500))
                except OSError:
                    if host != "::":
                        raise
        servers.append(await asyncio.start_server(self._refuse, "0.0.0.0", OLD_PORT))
        servers.append(await asyncio.start_server(self._be_mute, "0.0.0.0", MUTE_PORT))
        return servers

    def start(self):
        self.names.start()
        return super().start()

    def stop(self):
        super().stop()
        self.names.stop()

    __enter__ = start

    def __exit__(self, *_):
        self.stop()
