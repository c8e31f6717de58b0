"""Drops files onto an X11 window as a file manager does: the source half of the XDND protocol, version 5.

    drop(":99", window_id, [path_of_iris])

xdotool cannot drag files. Protocol: https://freedesktop.org/wiki/Specifications/XDND. Uses libX11 only. The same
conversation gives a text to whoever pastes:

    with Clipboard(":99", "a\\tb\\n"): press_ctrl_v()
"""
import ctypes
import ctypes.util
import pathlib
import threading
import time
from ctypes import POINTER, Structure, Union, byref, c_char_p, c_int, c_long, c_ulong, c_void_p

CLIENT_MESSAGE, SELECTION_REQUEST, SELECTION_NOTIFY, VERSION = 33, 30, 31, 5
HEAD = [("type", c_int), ("serial", c_ulong), ("send_event", c_int), ("display", c_void_p)]


class ClientMessage(Structure):
    _fields_ = HEAD + [("window", c_ulong), ("message_type", c_ulong), ("format", c_int), ("data", c_long * 5)]


class SelectionRequest(Structure):
    _fields_ = HEAD + [(name, c_ulong)
                       for name in ("owner", "requestor", "selection", "target", "property", "time")]


class Selection(Structure):
    _fields_ = HEAD + [(name, c_ulong) for name in ("requestor", "selection", "target", "property", "time")]


class Event(Union):
    _fields_ = [("type", c_int), ("client", ClientMessage), ("request", SelectionRequest),
                ("selection", Selection), ("padding", c_long * 24)]


def load_x11():
    x = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
    x.XOpenDisplay.restype = c_void_p
    x.XInternAtom.argtypes, x.XInternAtom.restype = [c_void_p, c_char_p, c_int], c_ulong
    x.XDefaultRootWindow.argtypes, x.XDefaultRootWindow.restype = [c_void_p], c_ulong
    x.XCreateSimpleWindow.argtypes = [c_void_p, c_ulong] + [c_int] * 4 + [ctypes.c_uint] + [c_ulong] * 2
    x.XCreateSimpleWindow.restype = c_ulong
    x.XSetSelectionOwner.argtypes = [c_void_p] + [c_ulong] * 3
    x.XSendEvent.argtypes = [c_void_p, c_ulong, c_int, c_long, POINTER(Event)]
    x.XChangeProperty.argtypes = [c_void_p, c_ulong, c_ulong, c_ulong, c_int, c_int, c_char_p, c_int]
    x.XNextEvent.argtypes = [c_void_p, POINTER(Event)]
    for name in ("XPending", "XFlush", "XCloseDisplay"):
        getattr(x, name).argtypes = [c_void_p]
    return x


class Source:
    def __init__(self, display, target, paths):
        self.x = load_x11()
        self.display = self.x.XOpenDisplay(display.encode())
        assert self.display, f"no display {display}"
        root = self.x.XDefaultRootWindow(self.display)
        self.window = self.x.XCreateSimpleWindow(self.display, root, 0, 0, 1, 1, 0, 0, 0)
        self.target = target
        self.uris = "".join(pathlib.Path(p).as_uri() + "\r\n" for p in paths).encode()

    def atom(self, name):
        return self.x.XInternAtom(self.display, name.encode(), 0)

    def tell(self, name, *data):
        event = Event()
        event.client = ClientMessage(CLIENT_MESSAGE, 0, 1, self.display, self.target, self.atom(name), 32,
                                     (c_long * 5)(self.window, *data))
        self.x.XSendEvent(self.display, self.target, 0, 0, byref(event))
        self.x.XFlush(self.display)

    def answer(self, request):
        """The target asks for the files."""
        self.x.XChangeProperty(self.display, request.requestor, request.property, request.target, 8, 0,
                               self.uris, len(self.uris))
        event = Event()
        event.selection = Selection(SELECTION_NOTIFY, 0, 1, self.display, request.requestor, request.selection,
                                    request.target, request.property, request.time)
        self.x.XSendEvent(self.display, request.requestor, 0, 0, byref(event))
        self.x.XFlush(self.display)

    def wait(self, name, patience):
        """Serves the target until it sends the message; returns its data."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if not self.x.XPending(self.display):
                time.sleep(0.01)
                continue
            event = Event()
            self.x.XNextEvent(self.display, byref(event))
            if event.type == SELECTION_REQUEST:
                self.answer(event.request)
            elif event.type == CLIENT_MESSAGE and event.client.message_type == self.atom(name):
                return list(event.client.data)
        raise AssertionError(f"the window sent no {name}")

    def drop(self, x, y, patience):
        selection, copy = self.atom("XdndSelection"), self.atom("XdndActionCopy")
        self.x.XSetSelectionOwner(self.display, selection, self.window, 0)
        self.tell("XdndEnter", VERSION << 24, self.atom("text/uri-list"), 0, 0)
        self.tell("XdndPosition", 0, x << 16 | y, 0, copy)
        accepted = self.wait("XdndStatus", patience)[1] & 1
        assert accepted, "the window takes no files"
        self.tell("XdndDrop", 0, 0, 0, 0)
        self.wait("XdndFinished", patience)


class Clipboard:
    """Owns the clipboard, with this text, until the block ends."""

    def __init__(self, display, text):
        self.source = Source(display, 0, [])
        self.source.uris = text.encode()
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._serve)

    def __enter__(self):
        x, display = self.source.x, self.source.display
        x.XSetSelectionOwner(display, self.source.atom("CLIPBOARD"), self.source.window, 0)
        x.XFlush(display)
        self.thread.start()
        return self

    def _serve(self):
        x, display, event = self.source.x, self.source.display, Event()
        while not self.ended.is_set():
            if not x.XPending(display):
                time.sleep(0.01)
                continue
            x.XNextEvent(display, byref(event))
            if event.type == SELECTION_REQUEST:
                self.source.answer(event.request)

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()
        self.source.x.XCloseDisplay(self.source.display)


def ask_to_close(display, window):
    """What a window manager's close button sends."""
    x = load_x11()
    opened = x.XOpenDisplay(display.encode())
    atom = [x.XInternAtom(opened, name, 0) for name in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW")]
    event = Event()
    event.client = ClientMessage(CLIENT_MESSAGE, 0, 1, opened, int(window), atom[0], 32, (c_long * 5)(atom[1]))
    x.XSendEvent(opened, int(window), 0, 0, byref(event))
    x.XFlush(opened)
    x.XCloseDisplay(opened)


def drop(display, window, paths, at=(400, 400), patience=30):
    source = Source(display, int(window), paths)
    try:
        source.drop(*at, patience)
    finally:
        source.x.XCloseDisplay(source.display)
