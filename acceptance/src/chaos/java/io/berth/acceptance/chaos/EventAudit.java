package io.berth.acceptance.chaos;

import io.berth.acceptance.Api;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds what Berth's own audit says against what was seen in {@code /proc}: each generation that
 * ran is known, and each that runs no more has an end with a reason.
 */
final class EventAudit {
  private static final Set<String> ENDS =
      Set.of("process.stopped", "process.crashed", "process.start-failed");
  private static final Duration CLOCKS = Duration.ofSeconds(2);

  private final Api api;
  private final Watch watch;
  private final Tally tally;

  EventAudit(Api api, Watch watch, Tally tally) {
    this.api = api;
    this.watch = watch;
    this.tally = tally;
  }

  void check(List<Member> members) {
    Map<String, List<Watch.Seen>> live = watch.look();
    for (Member member : members) {
      List<Map<String, Object>> events = Events.of(api, member.id());
      tally.count("audited projects");
      for (Watch.Life life : watch.lives()) {
        if (life.project().equals(member.id())) {
          boolean runs =
              live.getOrDefault(member.id(), List.of()).stream()
                  .anyMatch(seen -> seen.generation() == life.generation());
          check(life, runs, events);
        }
      }
      reasons(member, events);
    }
  }

  private void check(Watch.Life life, boolean runs, List<Map<String, Object>> events) {
    tally.count("audited processes");
    String name = life.project() + "#" + life.generation();
    boolean known =
        events.stream().anyMatch(e -> generation(e) == life.generation() || isGone(e, life));
    if (!known) {
      tally.broken("the audit does not know " + name + ", which ran from " + life.first());
    }
    boolean ended =
        events.stream()
            .anyMatch(
                e ->
                    (ENDS.contains(kind(e)) && generation(e) == life.generation())
                        || isGone(e, life));
    if (!runs && !ended) {
      tally.broken("no end of " + name + " is in the audit, last seen " + life.last());
    }
  }

  /** A process that died while the server was dead is found gone at the next start. */
  private static boolean isGone(Map<String, Object> event, Watch.Life life) {
    return kind(event).equals("process.gone")
        && !Instant.parse(event.get("at").toString()).isBefore(life.last().minus(CLOCKS));
  }

  private void reasons(Member member, List<Map<String, Object>> events) {
    for (Map<String, Object> event : events) {
      if ((ENDS.contains(kind(event)) || kind(event).equals("process.gone"))) {
        tally.count("ends in the audit: " + label(event));
        if (String.valueOf(event.get("reason")).isBlank() || event.get("reason") == null) {
          tally.broken("an end of " + member.id() + " without a reason: " + event);
        }
      }
    }
  }

  private static String label(Map<String, Object> event) {
    return kind(event).equals("process.stopped")
        ? "stopped, " + event.get("reason")
        : kind(event).substring("process.".length());
  }

  private static String kind(Map<String, Object> event) {
    return String.valueOf(event.get("kind"));
  }

  private static long generation(Map<String, Object> event) {
    return event.get("generation") instanceof Number n ? n.longValue() : -1;
  }
}
