"""Qt WebEngine, of Qt 6 or Qt 5, with a page that it opens; on demand with a host in it that pages reach by QWebChannel.

qt_browser.py 5|6 --version         prints the versions of Qt and of the Chromium in it
qt_browser.py 5|6 URL [TRANSPORT]   opens the page. TRANSPORT is "signal" or "return": how the host answers
"""

import os
import sys

os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# There is no window around the page: Qt 5 would need OpenGL for that. And pages that nobody sees have slow timers.
os.environ.setdefault(
    "QTWEBENGINE_CHROMIUM_FLAGS",
    "--disable-gpu --disable-background-timer-throttling --disable-renderer-backgrounding",
)

if sys.argv[1] == "6":
    from PyQt6.QtCore import QFile, QIODevice, QObject, QUrl, pyqtSignal, pyqtSlot
    from PyQt6.QtWebChannel import QWebChannel
    from PyQt6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile, QWebEngineScript
    from PyQt6.QtWidgets import QApplication
else:
    from PyQt5.QtCore import QFile, QIODevice, QObject, QUrl, pyqtSignal, pyqtSlot
    from PyQt5.QtWebChannel import QWebChannel
    from PyQt5.QtWebEngineWidgets import QWebEnginePage, QWebEngineProfile, QWebEngineScript
    from PyQt5.QtWidgets import QApplication

from scripted_host import ScriptedHost


class Host(QObject):
    """What pages see as an object of the channel."""

    message = pyqtSignal(str)

    def __init__(self):
        super().__init__()
        self.mind = ScriptedHost()

    @pyqtSlot(str)
    def postMessage(self, text):
        """Takes a message. Replies are emitted as the signal `message`."""
        self.mind.hear(text, self.message.emit)

    @pyqtSlot(str, result=str)
    def ask(self, text):
        """Takes a message, and returns the first reply that there is at once; else nothing."""
        said = []
        self.mind.hear(text, said.append)
        return said[0] if said else ""


# What an app adds to every page: the object that the SDK looks for, made of that of the channel.
PAGE_SCRIPTS = {
    "signal": """
        new QWebChannel(qt.webChannelTransport, ({ objects: { host } }) => {
          window.vvchatHost = { onmessage: null, postMessage: (text) => host.postMessage(text) };
          host.message.connect((data) => window.vvchatHost.onmessage?.({ data }));
        });""",
    "return": """
        new QWebChannel(qt.webChannelTransport, ({ objects: { host } }) => {
          const postMessage = (text) => new Promise((resolve) => { host.ask(text, resolve); });
          window.vvchatHost = { postMessage };
        });""",
}


def enum(owner, group, name):
    """A constant, which Qt 6 has in a group of its own."""
    return getattr(getattr(owner, group, owner), name)


def channel_library():
    """Qt's own script for its channel."""
    file = QFile(":/qtwebchannel/qwebchannel.js")
    file.open(enum(QIODevice, "OpenModeFlag", "ReadOnly"))
    return bytes(file.readAll()).decode()


def main():
    if sys.argv[2] == "--version":
        return print_version()
    application = QApplication(sys.argv[:1])
    # It keeps nothing on disk.
    profile = QWebEngineProfile()
    profile.setHttpAcceptLanguage("en-US")
    page = QWebEnginePage(profile)
    page.setVisible(True)
    if len(sys.argv) > 3:
        host, channel = Host(), QWebChannel(page)
        channel.registerObject("host", host)
        page.setWebChannel(channel)
        script = QWebEngineScript()
        script.setSourceCode(channel_library() + PAGE_SCRIPTS[sys.argv[3]])
        script.setInjectionPoint(enum(QWebEngineScript, "InjectionPoint", "DocumentCreation"))
        script.setWorldId(enum(QWebEngineScript, "ScriptWorldId", "MainWorld"))
        page.scripts().insert(script)
    page.load(QUrl(sys.argv[2]))
    return application.exec()


def print_version():
    """Both numbers, on one line."""
    if sys.argv[1] == "6":
        from PyQt6.QtWebEngineCore import qWebEngineChromiumVersion, qWebEngineVersion

        print(qWebEngineVersion(), qWebEngineChromiumVersion())
        return 0
    application = QApplication(sys.argv[:1])
    agent = QWebEngineProfile().httpUserAgent()
    names = dict(part.split("/") for part in agent.split() if part.count("/") == 1)
    print(names["QtWebEngine"], names["Chrome"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
