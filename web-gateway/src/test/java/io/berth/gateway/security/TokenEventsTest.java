package io.berth.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.event.EventLog;
import io.berth.lifecycle.event.LifecycleEvent;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.token.Revocation;
import io.berth.lifecycle.token.Revocations;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes with one database and one folder of keys. */
class TokenEventsTest {
  @TempDir Path data;
  private final FakeRevocations store = new FakeRevocations();
  private final SharedLog events = new SharedLog();
  private SecurityRealm here;
  private SecurityRealm there;

  @BeforeEach
  void start() {
    here = node();
    there = node();
  }

  private SecurityRealm node() {
    SecurityRealm realm = new SecurityRealm();
    realm.revocations = store;
    realm.open(data, BerthSettings.read(Map.of()).edge(), store, Instant::now);
    realm.follow(events);
    return realm;
  }

  @Test
  void aTokenRevokedHereIsRefusedThereAsSoonAsTheEventArrives() throws Exception {
    events.append("process.started");
    String header = "Bearer " + token("bot");
    assertThat(there.authenticator().authenticate(header).subject()).isEqualTo("bot");
    here.revoke(Revocation.Kind.SUBJECT, "bot", "ann");
    assertThatThrownBy(() -> here.authenticator().authenticate(header))
        .isInstanceOf(TokenRejected.class);
    events.append("process.started");
    assertThat(there.authenticator().authenticate(header).subject())
        .as("what does not concern tokens makes nobody look")
        .isEqualTo("bot");
    events.append(Revocations.EVENT);
    assertThatThrownBy(() -> there.authenticator().authenticate(header))
        .isInstanceOf(TokenRejected.class)
        .hasMessageContaining("revoked");
  }

  @Test
  void aKeyForgottenHereIsForgottenThere() throws Exception {
    events.append("process.started");
    String header = "Bearer " + token("bot");
    assertThat(there.authenticator().authenticate(header).subject()).isEqualTo("bot");
    here.renewKey(true);
    events.append(SecurityRealm.KEY_RENEWED);
    assertThatThrownBy(() -> there.authenticator().authenticate(header))
        .isInstanceOf(TokenRejected.class);
    assertThat(there.authenticator().authenticate("Bearer " + token("bot")).subject())
        .isEqualTo("bot");
  }

  private String token(String subject) {
    return here.issue(subject, Role.AGENT, Grants.of(List.of("alpha")), Duration.ofHours(1))
        .token();
  }

  /** The log that both nodes follow, told in order. */
  private static final class SharedLog implements EventLog {
    private final List<LifecycleEvent> all = new ArrayList<>();
    private final List<Consumer<Long>> followers = new ArrayList<>();

    void append(String kind) {
      append(kind, Optional.empty(), 0, "ann", "");
    }

    @Override
    public LifecycleEvent append(
        String kind, Optional<ProjectId> project, long generation, String actor, String reason) {
      LifecycleEvent event =
          new LifecycleEvent(
              all.size() + 1, Instant.EPOCH, kind, project, generation, actor, reason, Map.of());
      all.add(event);
      followers.forEach(follower -> follower.accept(event.id()));
      return event;
    }

    @Override
    public List<LifecycleEvent> after(long id, Optional<ProjectId> project, int limit)
        throws KmException {
      return all.stream().filter(event -> event.id() > id).limit(limit).toList();
    }

    @Override
    public List<LifecycleEvent> last(Optional<ProjectId> project, int limit) {
      return List.copyOf(all);
    }

    @Override
    public AutoCloseable onChange(Consumer<Long> newestId) {
      followers.add(newestId);
      return () -> followers.remove(newestId);
    }
  }
}
