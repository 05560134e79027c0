package io.berth.connector.channel;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmExchange;
import io.berth.connector.api.KmHeader;
import io.berth.connector.api.KmRequestHead;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.connector.process.KmTarget;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Project {@code alpha} with at most one READY process, as the process slots would show it. */
final class OneProcess implements Admission {
  static final ProjectId ALPHA = new ProjectId("alpha");
  static final String SECRET = "5ec2e7";

  final AtomicInteger open = new AtomicInteger();
  final AtomicInteger streams = new AtomicInteger();
  final AtomicInteger suspected = new AtomicInteger();
  final List<Boolean> answers = new CopyOnWriteArrayList<>();
  final AtomicLong skipped = new AtomicLong();
  final ChannelPools pools;
  final PooledExchanges exchanges;
  private volatile KmTarget target;

  OneProcess(int channelsMax, Duration patience) {
    this.pools =
        new ChannelPools(
            () -> new ChannelLimits(channelsMax, Duration.ofSeconds(60), patience), this::nanos);
    this.exchanges = new PooledExchanges(this, pools, System::nanoTime);
  }

  static OneProcess at(int port) {
    OneProcess process = new OneProcess(16, Duration.ofSeconds(10));
    process.ready(1, port, true);
    return process;
  }

  void ready(long generation, int port, boolean builtIn) {
    target =
        new KmTarget(ALPHA, generation, InetAddress.getLoopbackAddress(), port, builtIn, SECRET);
    pools.opened(target);
  }

  void ended() {
    KmTarget before = target;
    target = null;
    pools.closed(ALPHA, before.generation());
  }

  /** Lets the pools believe that this much time has passed. */
  void skip(Duration time) {
    skipped.addAndGet(time.toNanos());
  }

  private long nanos() {
    return System.nanoTime() + skipped.get();
  }

  KmExchange get(String path) throws KmException {
    return exchanges.begin(ALPHA, head("GET", path, 0));
  }

  static KmRequestHead head(String method, String path, long length, KmHeader... headers) {
    return new KmRequestHead(method, path, List.of(headers), length, "");
  }

  @Override
  public Ticket admit(ProjectId project) throws KmException {
    KmTarget now = target;
    if (now == null) {
      throw new KmException(Problem.STARTING, "no process");
    }
    open.incrementAndGet();
    return new CountedTicket(now);
  }

  @Override
  public void suspect(ProjectId project, long generation) {
    suspected.incrementAndGet();
  }

  private final class CountedTicket implements Ticket {
    private final KmTarget admitted;
    private final AtomicBoolean closed = new AtomicBoolean();

    CountedTicket(KmTarget admitted) {
      this.admitted = admitted;
    }

    @Override
    public KmTarget target() {
      return admitted;
    }

    @Override
    public void bytes() {}

    @Override
    public void answered(boolean well) {
      answers.add(well);
    }

    @Override
    public void streaming() {
      streams.incrementAndGet();
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        open.decrementAndGet();
      }
    }
  }
}
