package io.berth.lifecycle.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.task.TaskState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MeteredWorkTest {
  private static final AgentId ANN = new AgentId("ann");
  private static final TaskId TASK = TaskId.of("alpha-1");

  private final List<String> counted = new ArrayList<>();
  private final AtomicLong nanos = new AtomicLong();
  private final WorkMeter meter =
      new WorkMeter() {
        @Override
        public void requested(String outcome, Duration took) {
          counted.add("requested " + outcome + " " + took.toMillis());
        }

        @Override
        public void reported(String kind, String outcome, Duration took) {
          counted.add("reported " + kind + " " + outcome + " " + took.toMillis());
        }

        @Override
        public void expired(int leases) {
          counted.add("expired " + leases);
        }
      };

  @Test
  void aRequestIsCountedByWhatCameOfItAndItsAnswerIsTheSame() throws KmException {
    Offer nothing =
        new Offer.Nothing(Reason.FILES_BUSY, Duration.ZERO, Map.of(), List.of(), List.of());
    Wish wish = new Wish(ANN, Optional.empty(), Optional.empty(), Optional.empty(), "ann");
    MeteredWork work =
        new MeteredWork(
            w -> {
              nanos.addAndGet(7_000_000);
              return nothing;
            },
            r -> null,
            meter,
            nanos::get);
    assertThat(work.request(wish)).isSameAs(nothing);
    assertThat(counted).containsExactly("requested files_busy 7");
  }

  @Test
  void aReportIsCountedByWhetherItWasTaken() throws KmException {
    Report report = WorkWorld.says(ANN, TASK, 1, new Report.Heartbeat());
    Receipt taken =
        new Receipt(TASK, TaskState.IN_PROGRESS, 1, Optional.empty(), false, false, false);
    assertThat(reporting(r -> taken).take(report)).isSameAs(taken);
    for (Problem problem : List.of(Problem.STALE_ATTEMPT, Problem.CONFLICT)) {
      KmException failure = new KmException(problem, "no");
      MeteredWork refusing =
          reporting(
              r -> {
                throw failure;
              });
      assertThat(catchThrowable(() -> refusing.take(report))).isSameAs(failure);
    }
    assertThat(counted)
        .containsExactly(
            "reported heartbeat taken 0",
            "reported heartbeat stale 0",
            "reported heartbeat refused 0");
  }

  private MeteredWork reporting(Reports reports) {
    return new MeteredWork(w -> null, reports, meter, nanos::get);
  }
}
