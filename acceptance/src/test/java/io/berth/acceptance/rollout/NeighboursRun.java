package io.berth.acceptance.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.acceptance.Api;
import io.berth.acceptance.Api.Reply;
import io.berth.acceptance.BerthUnderTest;
import io.berth.acceptance.Fixtures;
import io.berth.acceptance.LocalBerth;
import io.berth.acceptance.MicroBerth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two installations on one machine that know nothing of each other and want the same ports. Run by
 * the profile {@code rollout}: it takes a second server.
 */
@ExtendWith(MicroBerth.class)
class NeighboursRun {
  private static final int PROJECTS = 6;
  private final LocalBerth berth = (LocalBerth) BerthUnderTest.current();

  @Test
  void twoInstallationsWithTheSamePortsNeitherCollideNorTouchEachOther() {
    LocalBerth other = berth.beside("neighbour");
    Api here = Api.admin();
    List<String> ids = Stream.generate(() -> Fixtures.freshId("door")).limit(PROJECTS).toList();
    ids.forEach(id -> create(here, id));
    assertThat(first(here, ids.get(0)).join().status()).isEqualTo(200);
    long earliest = Fixtures.pid(ids.get(0));
    Map<String, Reply> ours;
    try {
      LocalBerth.Outcome up = other.up();
      assertThat(up.exit()).as(up.toString()).isZero();
      Api there = new Api(other.url(), other.adminToken());
      // why the same names: nothing but the installation tells one's process from the other's
      ids.forEach(id -> create(there, id));
      List<CompletableFuture<Reply>> starting = new ArrayList<>();
      for (String id : ids) {
        starting.add(first(here, id));
        starting.add(first(there, id));
      }
      assertThat(starting).allSatisfy(r -> assertThat(r.join().status()).isEqualTo(200));
      ours = processes(here, ids);
      List<Long> ports = new ArrayList<>(ports(ours));
      ports.addAll(ports(processes(there, ids)));
      assertThat(ports).hasSize(2 * PROJECTS).doesNotHaveDuplicates();
      assertThat(pids(ours).get(ids.get(0))).as("while the other booted").isEqualTo(earliest);
      // why killed: what is ended then is what the command finds on the whole machine
      Fixtures.killNow(other.serverPid());
    } finally {
      LocalBerth.Outcome down = other.down();
      assertThat(down.exit()).as(down.toString()).isZero();
    }
    for (String id : ids) {
      assertThat(Fixtures.processesOf(id)).as("of both installations").hasSize(1);
      assertThat(first(here, id).join().status()).isEqualTo(200);
    }
    assertThat(pids(processes(here, ids))).as("nothing of ours moved").isEqualTo(pids(ours));
    assertThat(other.running("")).as("processes left after berth down").isEmpty();
  }

  private static void create(Api api, String id) {
    Reply made = api.post("/api/v1/projects", Map.of("id", id));
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
  }

  private static CompletableFuture<Reply> first(Api api, String id) {
    return api.sendAsync(api.request("/projects/" + id + "/km/health").GET());
  }

  private static Map<String, Reply> processes(Api api, List<String> ids) {
    Map<String, Reply> all = new HashMap<>();
    for (String id : ids) {
      Reply process = api.get("/api/v1/projects/" + id + "/process");
      assertThat(process.text("state")).as(process.toString()).isEqualTo("READY");
      all.put(id, process);
    }
    return all;
  }

  private static List<Long> ports(Map<String, Reply> processes) {
    return processes.values().stream().map(process -> process.number("port")).toList();
  }

  private static Map<String, Long> pids(Map<String, Reply> processes) {
    Map<String, Long> pids = new HashMap<>();
    processes.forEach((id, process) -> pids.put(id, process.number("pid")));
    return pids;
  }
}
