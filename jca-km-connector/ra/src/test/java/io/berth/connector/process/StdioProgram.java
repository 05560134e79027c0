package io.berth.connector.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An MCP server over standard input and output for the tests, good and bad: the first argument is
 * its temper, and its tools do what they are called.
 */
public final class StdioProgram {
  private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");
  private static final Pattern METHOD = Pattern.compile("\"method\":\"([^\"]+)\"");
  private static final Pattern TOOL = Pattern.compile("\"name\":\"([^\"]+)\"");
  private static final PrintStream OUT = new PrintStream(System.out, false, StandardCharsets.UTF_8);

  private StdioProgram() {}

  public static void main(String[] args) throws Exception {
    System.err.println("stdio program, " + args[0]);
    switch (args[0]) {
      case "mute" -> new CountDownLatch(1).await();
      case "chatty" -> {
        say("Welcome to my server!");
        System.exit(4);
      }
      case "alien" -> {
        say("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocolVersion\":\"1999-01-01\"}}");
        new CountDownLatch(1).await();
      }
      case "deaf-to-the-end" -> {
        serve();
        new CountDownLatch(1).await(); // why: it stays although nobody can speak to it any more
      }
      default -> serve();
    }
  }

  static List<String> command(String temper) {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of("${java}", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m", "-cp"));
    command.add(Path.of("target/test-classes").toAbsolutePath().toString());
    command.add(StdioProgram.class.getName());
    command.add(temper);
    return command;
  }

  private static void serve() throws IOException, InterruptedException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String method = find(METHOD, line);
      String id = find(ID, line);
      switch (method) {
        case "initialize" ->
            result(
                id,
                "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{\"tools\":{}},"
                    + "\"serverInfo\":{\"name\":\"test\",\"version\":\"1\"}}");
        case "tools/call" -> tool(find(TOOL, line), id, in);
        case "ping", "tools/list" -> result(id, "{}");
        default -> {}
      }
    }
  }

  private static void tool(String tool, String id, BufferedReader in)
      throws IOException, InterruptedException {
    switch (tool) {
      case "pid" -> text(id, Long.toString(ProcessHandle.current().pid()));
      case "hang" -> {}
      case "exit" -> System.exit(3);
      case "garbage" -> {
        say("DEBUG: about to answer");
        text(id, "after garbage");
      }
      case "ask" -> {
        say(
            "{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"method\":\"elicitation/create\","
                + "\"params\":{\"message\":\"sure?\"}}");
        text(id, in.readLine().contains("accept") ? "accepted" : "declined");
      }
      case "flood" -> {
        while (!OUT.checkError()) {
          say("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{}}");
        }
      }
      case "long" -> overlong(id);
      case "close" -> {
        OUT.close();
        new CountDownLatch(1).await();
      }
      default -> text(id, "unknown tool " + tool);
    }
  }

  private static void overlong(String id) {
    OUT.print("{\"result\":{\"content\":\"");
    String piece = "x".repeat(1 << 20);
    for (int mebibyte = 0; mebibyte < 33; mebibyte++) {
      OUT.print(piece);
    }
    say("\"},\"jsonrpc\":\"2.0\",\"id\":" + id + "}");
  }

  private static void text(String id, String text) {
    result(id, "{\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}");
  }

  private static void result(String id, String result) {
    say("{\"result\":" + result + ",\"jsonrpc\":\"2.0\",\"id\":" + id + "}");
  }

  private static void say(String line) {
    OUT.print(line + "\n");
    OUT.flush();
  }

  private static String find(Pattern pattern, String line) {
    Matcher matcher = pattern.matcher(line);
    return matcher.find() ? matcher.group(1) : "";
  }
}
