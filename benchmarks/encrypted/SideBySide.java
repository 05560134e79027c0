import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/**
 * One caller of two KMs, who asks the one and then the other the same thing, so that whatever the machine does meanwhile meets
 * both. Straight to their ports and without a client library, which would add the same to both and bring them nearer to each
 * other than they are. PORT SECRET-FILE PORT SECRET-FILE search|write WARMING COUNT; prints "p50 p99 p50 p99", in ms.
 */
public final class SideBySide {
  private static final String[] WORDS =
      "harbour anchor mooring pilot tide cargo manifest crane quay lantern beacon rigging compass rudder keel mast".split(" ");

  private SideBySide() {}

  public static void main(String[] args) throws Exception {
    Km one = new Km(Integer.parseInt(args[0]), Files.readString(Path.of(args[1])).strip());
    Km other = new Km(Integer.parseInt(args[2]), Files.readString(Path.of(args[3])).strip());
    boolean write = args[4].equals("write");
    int warming = Integer.parseInt(args[5]);
    int count = Integer.parseInt(args[6]);
    long[] first = new long[count];
    long[] second = new long[count];
    Random random = new Random(7);
    long run = System.nanoTime(); // why: what was saved before is not saved again
    for (int i = -warming; i < count; i++) {
      String body = write ? save(random, run, i) : query(random, i);
      long a = one.took(body);
      long b = other.took(body);
      if (i >= 0) {
        first[i] = a;
        second[i] = b;
      }
    }
    System.out.println(at(first) + " " + at(second));
  }

  private static String query(Random random, int n) {
    return "{\"tool_name\":\"query\",\"tool_input\":{\"question\":\"%s %s %d\",\"limit\":5}}"
        .formatted(word(random), word(random), Math.abs(n));
  }

  private static String save(Random random, long run, int n) {
    return "{\"tool_name\":\"save\",\"tool_input\":{\"title\":\"%s %s\",\"content\":\"run %d item %d tells of the %s beside the %s\"}}"
        .formatted(word(random), word(random), run, n, word(random), word(random));
  }

  private static String word(Random random) {
    return WORDS[random.nextInt(WORDS.length)];
  }

  private static String at(long[] nanos) {
    Arrays.sort(nanos);
    return String.format(java.util.Locale.ROOT, "%.3f %.3f", nanos[nanos.length / 2] / 1e6, nanos[(int) (nanos.length * 0.99)] / 1e6);
  }

  /** A connection that is kept. */
  private static final class Km {
    private final String head;
    private final OutputStream out;
    private final DataInputStream in;

    Km(int port, String secret) throws IOException {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      out = socket.getOutputStream();
      in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
      head = "POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nBerth-Secret: " + secret + "\r\nContent-Type: application/json\r\nContent-Length: ";
    }

    long took(String body) throws IOException {
      byte[] request = (head + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.ISO_8859_1);
      long begun = System.nanoTime();
      out.write(request);
      String answer = answer();
      long took = System.nanoTime() - begun;
      if (!answer.startsWith("HTTP/1.1 200")) {
        throw new IOException(answer);
      }
      return took;
    }

    /** The first line; the body is read to its end. */
    private String answer() throws IOException {
      String first = null;
      int length = -1;
      for (String line = line(); !line.isEmpty(); line = line()) {
        first = first == null ? line : first;
        if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
          length = Integer.parseInt(line.substring(15).strip());
        }
      }
      if (length < 0) {
        throw new IOException("an answer without its length: " + first);
      }
      in.readFully(new byte[length]);
      return first;
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int next = in.read(); next != '\n'; next = in.read()) {
        if (next < 0) {
          throw new IOException("the KM closed the connection");
        }
        if (next != '\r') {
          line.append((char) next);
        }
      }
      return line.toString();
    }
  }
}
