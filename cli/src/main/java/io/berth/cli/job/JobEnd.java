package io.berth.cli.job;

import io.berth.cli.CommandFailure;
import io.berth.cli.http.BerthApi;
import io.berth.cli.http.Reply;
import io.berth.cli.http.Values;
import io.berth.cli.os.Waiting;
import java.time.Duration;
import java.util.Locale;
import java.util.function.DoubleConsumer;

/** Waits for the end of a job that a command had queued. */
public final class JobEnd {
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private final BerthApi api;

  /** Of jobs of this server. */
  public JobEnd(BerthApi api) {
    this.api = api;
  }

  /**
   * The job when it is done.
   *
   * @param accepted the answer that named it
   * @param share told how much of it is done, from 0 to 1
   * @throws CommandFailure if it ended otherwise, or did not end in time
   */
  public Reply await(Reply accepted, Duration limit, DoubleConsumer share) {
    String id = Values.text(accepted.json(), "id");
    String path = "/api/v1/jobs/" + BerthApi.segment(id);
    Waiting.until(limit, LOOK_EVERY, () -> isOver(api.get(path), share));
    Reply job = api.get(path);
    if (!state(job).equals("DONE")) {
      throw new CommandFailure(
          "Job "
              + id
              + " is "
              + state(job)
              + ": "
              + Values.text(job.json(), "message")
              + " Next: berth job show "
              + id
              + ".");
    }
    return job;
  }

  private static boolean isOver(Reply job, DoubleConsumer share) {
    if (job.json().get("done") instanceof Number done
        && job.json().get("total") instanceof Number total
        && total.intValue() > 0) {
      share.accept(done.doubleValue() / total.intValue());
    }
    return !state(job).matches("QUEUED|RUNNING");
  }

  private static String state(Reply job) {
    return Values.text(job.json(), "state").toUpperCase(Locale.ROOT);
  }
}
