import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Executors;
import java.util.concurrent.ExecutorService;

/** A KM that is well whenever it is asked for its health, and answers nothing else: PORT. */
public final class StuckKm {
  private StuckKm() {}

  public static void main(String[] args) throws IOException {
    ExecutorService threads = Executors.newCachedThreadPool();
    try (ServerSocket listener = new ServerSocket(Integer.parseInt(args[0]), 1000, InetAddress.getLoopbackAddress())) {
      while (true) {
        Socket socket = listener.accept();
        threads.execute(() -> serve(socket));
      }
    }
  }

  private static void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      byte[] first = new byte[11];
      if (in.readNBytes(first, 0, first.length) == first.length && new String(first).equals("GET /health")) {
        socket.getOutputStream().write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok".getBytes());
        socket.shutdownOutput();
      }
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException gone) {
      return;
    }
  }
}
