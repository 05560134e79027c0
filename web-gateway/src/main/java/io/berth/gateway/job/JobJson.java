package io.berth.gateway.job;

import io.berth.gateway.json.JsonView;
import io.berth.lifecycle.job.Job;

/** A job as JSON. Pure. */
final class JobJson {
  private JobJson() {}

  static JsonView view(Job job) {
    return new JsonView()
        .text("id", job.id())
        .text("kind", job.kind())
        .text("projectId", job.project())
        .text("state", job.state())
        .number("done", job.done())
        .number("total", job.total())
        .text("message", job.message())
        .text("actor", job.actor())
        .object("result", job.result())
        .text("createdAt", job.createdAt())
        .text("endedAt", job.endedAt());
  }
}
