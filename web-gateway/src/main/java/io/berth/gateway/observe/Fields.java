package io.berth.gateway.observe;

/** What we know of a request beside what every server knows, as {@code name=value}. Pure. */
final class Fields {
  private Fields() {}

  static void append(StringBuilder to, Passage passage) {
    Passage.Asked asked = passage.asked();
    Passage.Answer answer = passage.answer();
    text(to, " project=", asked.project());
    text(to, " outcome=", answer.outcome());
    text(to, " cache=", answer.cache());
    to.append(" generation=").append(answer.generation());
    Phases phases = passage.phases();
    millis(to, " ms=", phases.total());
    millis(to, " start=", phases.start());
    millis(to, " queue=", phases.queue());
    millis(to, " km=", phases.km());
    millis(to, " body=", phases.body());
    millis(to, " gateway=", phases.gateway());
    text(to, " request=", asked.requestId());
    text(to, " trace=", passage.trace() == null ? null : passage.trace().traceId());
  }

  private static void text(StringBuilder to, String name, String value) {
    to.append(name).append(value == null ? "-" : value);
  }

  private static void millis(StringBuilder to, String name, long nanos) {
    to.append(name);
    Texts.millis(to, nanos);
  }
}
