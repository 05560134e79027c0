package io.berth.gateway.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.gateway.security.Caller;
import io.berth.gateway.security.Grants;
import io.berth.gateway.security.Role;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FeedPlacesTest {
  private final FeedPlaces places = new FeedPlaces();

  @Test
  void anAgentGetsAFewAndGetsThemAgain() {
    Caller evil = caller("evil", Role.AGENT);
    assertThat(taken(evil, 600)).isEqualTo(FeedPlaces.MOST_EACH_AGENT);
    assertThat(places.enter(caller("good", Role.AGENT))).isTrue();
    places.leave(evil);
    assertThat(taken(evil, 3)).isEqualTo(1);
    assertThat(places.taken()).isEqualTo(FeedPlaces.MOST_EACH_AGENT + 1);
  }

  @Test
  void allTogetherAreBounded() {
    assertThat(taken(caller("o", Role.OPERATOR), 600)).isEqualTo(FeedPlaces.MOST);
    assertThat(places.enter(caller("a", Role.ADMIN))).isFalse();
  }

  private int taken(Caller caller, int tries) {
    int taken = 0;
    for (int i = 0; i < tries; i++) {
      taken += places.enter(caller) ? 1 : 0;
    }
    return taken;
  }

  private static Caller caller(String subject, Role role) {
    return new Caller(subject, Set.of(role), Grants.EVERYTHING, Instant.MAX);
  }
}
