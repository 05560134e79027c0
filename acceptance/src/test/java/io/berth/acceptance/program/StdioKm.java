package io.berth.acceptance.program;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A foreign MCP server over standard input and output, with tools for the tests. */
public final class StdioKm {
  private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");
  private static final Pattern METHOD = Pattern.compile("\"method\":\"([^\"]+)\"");
  private static final Pattern TOOL = Pattern.compile("\"name\":\"([^\"]+)\"");
  private static final PrintStream OUT = new PrintStream(System.out, false, StandardCharsets.UTF_8);

  private StdioKm() {}

  public static void main(String[] args) throws IOException {
    System.err.println("a program that speaks MCP over its standard streams");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String id = find(ID, line);
      switch (find(METHOD, line)) {
        case "initialize" ->
            result(
                id,
                "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{\"tools\":{}},"
                    + "\"serverInfo\":{\"name\":\"stdio-km\",\"version\":\"1\"}}");
        case "tools/list" ->
            result(id, "{\"tools\":[{\"name\":\"pid\",\"inputSchema\":{\"type\":\"object\"}}]}");
        case "tools/call" -> tool(find(TOOL, line), id, in);
        case "ping" -> result(id, "{}");
        default -> {}
      }
    }
  }

  private static void tool(String tool, String id, BufferedReader in) throws IOException {
    switch (tool) {
      case "pid" -> text(id, "pid " + ProcessHandle.current().pid());
      case "exit" -> System.exit(3);
      case "ask" -> {
        say(
            "{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"method\":\"elicitation/create\","
                + "\"params\":{\"message\":\"sure?\"}}");
        text(id, in.readLine().contains("accept") ? "accepted" : "declined");
      }
      default -> {} // why: a call that is never answered
    }
  }

  private static void text(String id, String text) {
    result(id, "{\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}");
  }

  private static void result(String id, String result) {
    say("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}");
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
