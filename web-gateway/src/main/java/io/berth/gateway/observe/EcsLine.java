package io.berth.gateway.observe;

import java.time.format.DateTimeFormatter;

/**
 * A line of JSON with the field names of the Elastic Common Schema, as its own log libraries write
 * them; what the schema does not know is below {@code berth}. Pure.
 */
final class EcsLine implements AccessLine {
  private final String node;

  EcsLine(String node) {
    this.node = node;
  }

  @Override
  public void append(StringBuilder to, Passage passage) {
    Passage.Asked asked = passage.asked();
    Passage.Answer answer = passage.answer();
    to.append("{\"@timestamp\":\"");
    DateTimeFormatter.ISO_INSTANT.formatTo(asked.at(), to);
    to.append("\",\"ecs.version\":\"8.11.0\",\"event.dataset\":\"berth.access\"");
    text(to, "service.node.name", node);
    text(to, "event.outcome", failed(answer) ? "failure" : "success");
    number(to, "event.duration", passage.phases().total());
    text(to, "http.request.method", asked.method());
    text(to, "url.path", asked.path());
    number(to, "http.response.status_code", answer.status());
    if (answer.bytes() >= 0) {
      number(to, "http.response.body.bytes", answer.bytes());
    }
    text(to, "http.request.id", asked.requestId());
    text(to, "client.ip", asked.remote());
    text(to, "user.name", asked.subject());
    text(to, "user_agent.original", asked.userAgent());
    text(to, "trace.id", passage.trace() == null ? null : passage.trace().traceId());
    text(to, "berth.project", asked.project());
    text(to, "berth.route", asked.route());
    text(to, "berth.outcome", answer.outcome());
    text(to, "berth.cache", answer.cache());
    if (answer.generation() > 0) {
      number(to, "berth.generation", answer.generation());
    }
    phases(to, passage.phases());
    to.append("}\n");
  }

  private static boolean failed(Passage.Answer answer) {
    return answer.status() >= 500 || answer.status() == 0;
  }

  private static void phases(StringBuilder to, Phases phases) {
    number(to, "berth.phase.start", phases.start());
    number(to, "berth.phase.queue", phases.queue());
    number(to, "berth.phase.km", phases.km());
    number(to, "berth.phase.body", phases.body());
    number(to, "berth.phase.gateway", phases.gateway());
  }

  private static void text(StringBuilder to, String name, String value) {
    if (value != null) {
      to.append(",\"").append(name).append("\":\"");
      Texts.escape(to, value);
      to.append('"');
    }
  }

  private static void number(StringBuilder to, String name, long value) {
    to.append(",\"").append(name).append("\":").append(value);
  }
}
