package io.berth.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SocketTokenTest {
  @Test
  void theTokenIsTheWordAfterBearer() {
    assertThat(SocketToken.of(List.of("bearer, abc"))).contains("abc");
    assertThat(SocketToken.of(List.of("bearer", "abc"))).contains("abc");
    assertThat(SocketToken.of(List.of("bearer"))).isEmpty();
    assertThat(SocketToken.of(List.of("abc"))).isEmpty();
    assertThat(SocketToken.of(List.of())).isEmpty();
  }
}
