package io.berth.cli.http;

import com.fasterxml.jackson.jr.ob.JSON;
import io.berth.cli.CommandFailure;
import java.io.IOException;
import java.util.Map;

/** Turns a server's error into one sentence for the user: what it said, and what to check next. */
final class Failures {
  private static final String PREFIX = "urn:berth:problem:";
  private static final int UNAUTHORISED = 401;
  private static final int FORBIDDEN = 403;

  private Failures() {}

  static CommandFailure of(Reply reply) {
    Map<String, Object> problem = problem(reply);
    String label = String.valueOf(problem.getOrDefault("type", "")).replace(PREFIX, "");
    StringBuilder text = new StringBuilder(said(reply, problem));
    String project = String.valueOf(problem.getOrDefault("project", ""));
    if (!project.isEmpty() && text.indexOf(project) < 0) {
      text.insert(0, "Project " + project + ": ");
    }
    String reason = reply.header("Berth-Reason");
    if (!reason.isEmpty() && text.indexOf(reason) < 0 && !reason.equals(label)) {
      text.append(" (").append(reason).append(')');
    }
    String hint = hint(reply.status(), label, project.isEmpty() ? "ID" : project);
    return new CommandFailure(hint.isEmpty() ? text.toString() : text + " Next: " + hint + ".");
  }

  private static String said(Reply reply, Map<String, Object> problem) {
    for (String member : new String[] {"detail", "title"}) {
      if (problem.get(member) instanceof String said && !said.isBlank()) {
        return said.endsWith(".") ? said : said + ".";
      }
    }
    return "The server answered with status " + reply.status() + ".";
  }

  private static Map<String, Object> problem(Reply reply) {
    try {
      return JSON.std.mapFrom(reply.body());
    } catch (IOException notAProblem) {
      return Map.of();
    }
  }

  private static String hint(int status, String label, String project) {
    if (status == UNAUTHORISED) {
      return "check BERTH_TOKEN or the file admin-token in the data folder";
    }
    if (status == FORBIDDEN) {
      return "use a token with the role or project that this needs (berth token)";
    }
    return switch (label) {
      case "no-such-project" -> "see berth project list";
      case "no-such-runtime" -> "see berth runtime list";
      case "no-such-agent" -> "see berth agent list";
      case "no-such-task" -> "see berth task list";
      case "quarantined" ->
          "see berth project logs " + project + ", then berth project release " + project;
      case "start-failed", "bad-upstream", "starting" -> "see berth project logs " + project;
      case "no-port" -> "stop a project or widen berth.ports.ranges";
      case "unavailable" -> "see berth doctor";
      case "outcome-unknown" -> "look whether it was done before you repeat it";
      default -> "";
    };
  }
}
