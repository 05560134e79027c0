import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * The least that a proxy in this container can be: a constant request on a raw kept socket, the last
 * 77 bytes of one read as the answer. It understands no HTTP and checks nobody. The proxy benchmark
 * runs it to show what the container alone costs; nothing else uses it.
 */
@WebServlet("/bare")
public class BareProxy extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final int ANSWER = 77;
  private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: km\r\n\r\n".getBytes();
  private static final ConcurrentLinkedDeque<Socket> KEPT = new ConcurrentLinkedDeque<>();

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Socket socket = KEPT.pollFirst();
    if (socket == null) {
      socket = new Socket("127.0.0.1", Integer.getInteger("km.port"));
      socket.setTcpNoDelay(true);
    }
    socket.getOutputStream().write(REQUEST);
    InputStream in = socket.getInputStream();
    byte[] read = new byte[4096];
    int length = in.read(read);
    KEPT.addFirst(socket);
    response.setContentType("application/json");
    response.setContentLength(ANSWER);
    response.getOutputStream().write(Arrays.copyOfRange(read, length - ANSWER, length));
  }
}
