package io.berth.lifecycle.job;

import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.claim.Report;
import io.berth.lifecycle.database.Json;
import io.berth.lifecycle.task.TaskId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A reported blocker as a job keeps it. Pure. */
final class BlockerDocument {
  private BlockerDocument() {}

  static Jobs.Document of(Report report, Report.Blocker blocker) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("agent", report.agent().value());
    values.put("task", report.task().toString());
    values.put("actor", report.actor());
    values.put("description", blocker.description());
    values.put("severity", blocker.severity());
    values.put("attempted", blocker.attempted());
    return new Jobs.Document("blocker", Json.write(values));
  }

  static Report report(String text) {
    Map<String, Object> values = Json.read(text);
    List<String> attempted =
        ((List<?>) values.get("attempted")).stream().map(Object::toString).toList();
    return new Report(
        new AgentId((String) values.get("agent")),
        TaskId.of((String) values.get("task")),
        OptionalInt.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        new Report.Blocker(
            (String) values.get("description"), (String) values.get("severity"), attempted),
        (String) values.get("actor"));
  }
}
