package io.berth.connector.channel;

import io.berth.connector.api.ChannelUse;
import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.connector.process.GenerationListener;
import io.berth.connector.process.KmTarget;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The pools of this node, one for the current generation of each project. Opened and closed by the
 * process slots; an older generation never replaces a newer one, and a closed one never comes back.
 */
public final class ChannelPools implements GenerationListener {
  private static final ChannelUse NONE = new ChannelUse(0, 0);

  private final Map<ProjectId, ChannelPool> pools = new ConcurrentHashMap<>();
  private final Supplier<ChannelLimits> limits;
  private final LongSupplier nanos;

  public ChannelPools(Supplier<ChannelLimits> limits, LongSupplier nanos) {
    this.limits = limits;
    this.nanos = nanos;
  }

  @Override
  public void opened(KmTarget target) {
    ChannelPool opened = new ChannelPool(target, limits.get(), nanos);
    ChannelPool before = pools.get(target.project());
    if (before != null && before.target().generation() >= target.generation()) {
      return;
    }
    pools.put(target.project(), opened);
    if (before != null) {
      before.close();
    }
  }

  @Override
  public void closed(ProjectId project, long generation) {
    ChannelPool pool = pools.get(project);
    if (pool != null && pool.target().generation() == generation) {
      pools.remove(project, pool);
      pool.close();
    }
  }

  /** How many channels the project has now. */
  public ChannelUse use(ProjectId project) {
    ChannelPool pool = pools.get(project);
    return pool == null ? NONE : pool.use();
  }

  /** Closes channels that were idle too long. Called now and then by the adapter's housekeeping. */
  public void evictIdle() {
    pools.values().forEach(ChannelPool::evictIdle);
  }

  /** Breaks everything off. */
  public void closeAll() {
    pools.values().forEach(ChannelPool::close);
    pools.clear();
  }

  ChannelPool of(KmTarget target) throws KmException {
    ChannelPool pool = pools.get(target.project());
    if (pool == null || pool.target().generation() != target.generation()) {
      throw new KmException(
          Problem.STARTING,
          "project " + target.project() + ": generation " + target.generation() + " has ended");
    }
    return pool;
  }
}
