package io.berth.cli.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.cli.CommandFailure;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListenAddressTest {
  @Test
  void isLoopbackUnlessAllAddressesAreAskedFor() {
    assertThat(ListenAddress.of(Map.of())).isEqualTo("127.0.0.1");
    assertThat(ListenAddress.of(Map.of("BERTH_LISTEN", ""))).isEqualTo("127.0.0.1");
    assertThat(ListenAddress.of(Map.of("BERTH_LISTEN", "0.0.0.0"))).isEqualTo("0.0.0.0");
  }

  @Test
  void anythingElseIsRefusedBeforeItReachesAServerCommand() {
    assertThatThrownBy(() -> ListenAddress.of(Map.of("BERTH_LISTEN", "1.2.3.4\nset x=y")))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("127.0.0.1");
  }
}
