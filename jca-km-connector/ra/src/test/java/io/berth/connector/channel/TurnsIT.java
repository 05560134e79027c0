package io.berth.connector.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.KmExchange;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Before an answer is awaited, the thread is asked whether others wait for it. */
@Timeout(60)
class TurnsIT {
  @Test
  void whoWaitsForAnAnswerAsksOnceWhetherOthersWait() throws Exception {
    assertThat(questionsOfOneAnswer(Duration.ofSeconds(30))).isEqualTo(1);
  }

  @Test
  void whoOnlyLooksGoesOnAtOnce() throws Exception {
    assertThat(questionsOfOneAnswer(Duration.ZERO)).isZero();
  }

  private static int questionsOfOneAnswer(Duration patience) throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (ScriptedServer server = new ScriptedServer(ScriptedServer.answering("ok"))) {
      OneProcess process = OneProcess.at(server.port());
      FutureTask<String> call = new FutureTask<>(() -> bodyOf(process, patience));
      AskedThread thread = new AskedThread(call, asked);
      thread.start();
      assertThat(call.get(30, TimeUnit.SECONDS)).isEqualTo("ok");
      thread.join();
      process.pools.closeAll();
      assertThat(process.open).hasValue(0);
    }
    return asked.get();
  }

  private static String bodyOf(OneProcess process, Duration patience) throws Exception {
    try (KmExchange exchange = process.get("/")) {
      while (!exchange.awaitResponse(patience)) {
        Thread.onSpinWait();
      }
      return new String(exchange.responseBody().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private static final class AskedThread extends Thread implements BooleanSupplier {
    private final AtomicInteger asked;

    AskedThread(Runnable work, AtomicInteger asked) {
      super(work, "asked");
      this.asked = asked;
    }

    @Override
    public boolean getAsBoolean() {
      asked.incrementAndGet();
      return true;
    }
  }
}
