package io.berth.gateway.job;

import io.berth.gateway.json.JsonView;
import io.berth.lifecycle.job.Job;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** A job as JSON. Pure. */
public final class JobJson {
  private JobJson() {}

  /** The answer to who had something queued. */
  static Response accepted(Job job, UriInfo uri) {
    return Response.accepted(view(job).build())
        .location(uri.getBaseUriBuilder().path("jobs").path(job.id()).build())
        .build();
  }

  /** A job. */
  public static JsonView view(Job job) {
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
