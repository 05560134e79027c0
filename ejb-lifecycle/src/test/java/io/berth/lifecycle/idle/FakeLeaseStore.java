package io.berth.lifecycle.idle;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A store that is a map, and that may be away. */
final class FakeLeaseStore implements LeaseStore {
  final Map<String, Instant> ends = new TreeMap<>();
  int writes;
  boolean away;

  @Override
  public void write(Stored lease) throws KmException {
    if (away) {
      throw new KmException(Problem.UNAVAILABLE, "the database is away");
    }
    writes++;
    ends.put(lease.project() + " " + lease.holder(), lease.end());
  }

  @Override
  public void remove(ProjectId project, String holder) {
    ends.remove(project + " " + holder);
  }

  @Override
  public List<Stored> endingAfter(Instant moment) {
    return ends.entrySet().stream()
        .filter(lease -> lease.getValue().isAfter(moment))
        .map(
            lease -> {
              String[] names = lease.getKey().split(" ", 2);
              return new Stored(new ProjectId(names[0]), names[1], lease.getValue());
            })
        .toList();
  }

  @Override
  public void trim(Instant moment) {
    ends.values().removeIf(end -> end.isBefore(moment));
  }
}
