package io.berth.connector.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpServer;
import io.berth.connector.api.KmRuntime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;

/** Foreign programs for the tests, good and bad: the first argument says which. */
public final class FakeProgram {
  private FakeProgram() {}

  public static void main(String[] args) throws Exception {
    System.out.println("fake " + String.join(" ", args));
    switch (args[0]) {
      case "serve" -> serve(loopback(), Integer.parseInt(args[1]));
      case "talk" -> talk(Integer.parseInt(args[1]));
      case "tools" -> Tools.serve(loopback(), Integer.parseInt(args[1]));
      case "elsewhere" -> serve(loopback(), 0);
      case "exposed" -> serve(new InetSocketAddress(0).getAddress(), Integer.parseInt(args[1]));
      case "hang-later" -> hangLater(Integer.parseInt(args[1]));
      case "slow-later" -> slowLater(Integer.parseInt(args[1]), Long.parseLong(args[2]));
      case "keep-open" -> keepOpen(Integer.parseInt(args[1]));
      case "exit" -> exit(Integer.parseInt(args[1]));
      case "sleep" -> new CountDownLatch(1).await();
      case "stubborn" -> stubborn(Integer.parseInt(args[1]));
      case "stubborn-child" -> ignoreTerm();
      default -> throw new IllegalArgumentException(args[0]);
    }
    new CountDownLatch(1).await();
  }

  /** The command that runs this with the JVM of the tests. */
  static List<String> command(String... words) {
    List<String> command = new java.util.ArrayList<>();
    command.addAll(
        List.of("${java}", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx32m", "-cp"));
    command.add(Path.of("target/test-classes").toAbsolutePath().toString());
    command.add(FakeProgram.class.getName());
    command.addAll(List.of(words));
    return command;
  }

  /** One that begins only when the gate is there. */
  static KmRuntime behind(Path gate, String... words) {
    String program = String.join(" ", command(words));
    String wait = "while [ ! -e " + gate + " ]; do sleep 0.05; done; exec " + program;
    return Bench.runtime(List.of("/bin/sh", "-c", wait), false);
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }

  private static void exit(int code) {
    System.err.println("this is why I exit");
    System.exit(code);
  }

  private static void serve(InetAddress host, int port) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    System.out.println("listens on " + server.getAddress());
  }

  /** Answers, says how long its answer is, and leaves the connection open whatever it was asked. */
  private static void keepOpen(int port) throws IOException {
    try (ServerSocket listening = new ServerSocket(port, 50, loopback())) {
      List<Socket> open = new java.util.ArrayList<>();
      while (open.size() < 1_000) {
        Socket socket = listening.accept();
        open.add(socket);
        socket.getInputStream().read();
        socket
            .getOutputStream()
            .write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok".getBytes(US_ASCII));
      }
    }
  }

  /** Says in its output who was asked for what. */
  private static void talk(int port) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback(), port), 0);
    server.createContext(
        "/",
        exchange -> {
          System.out.println("asked " + exchange.getRequestURI());
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
  }

  /** Answers once; from then on it takes connections and says nothing. */
  private static void hangLater(int port) throws IOException {
    answering(port, question -> question > 1 ? Long.MAX_VALUE : 0);
  }

  /** Answers once; from then on each answer takes its time. */
  private static void slowLater(int port, long millis) throws IOException {
    answering(port, question -> question > 1 ? millis : 0);
  }

  private static void answering(int port, LongUnaryOperator pauseBeforeAnswer) throws IOException {
    AtomicLong questions = new AtomicLong();
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback(), port), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext(
        "/",
        exchange -> {
          long pause = pauseBeforeAnswer.applyAsLong(questions.incrementAndGet());
          try {
            new CountDownLatch(1).await(pause, TimeUnit.MILLISECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    System.out.println("listens on " + server.getAddress());
  }

  /** Ignores SIGTERM, and so does its child. */
  private static void stubborn(int port) throws IOException {
    ignoreTerm();
    String java = ProcessHandle.current().info().command().orElseThrow();
    new ProcessBuilder(
            java,
            "-Xmx32m",
            "-cp",
            System.getProperty("java.class.path"),
            FakeProgram.class.getName(),
            "stubborn-child")
        .inheritIO()
        .start();
    serve(loopback(), port);
  }

  private static void ignoreTerm() {
    Runtime.getRuntime()
        .addShutdownHook(
            Executors.defaultThreadFactory()
                .newThread(
                    () -> {
                      try {
                        new CountDownLatch(1).await();
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                    }));
  }
}
