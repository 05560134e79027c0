package io.berth.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestIdTest {
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @Test
  void theCallersIdIsKeptIfItIsHarmless() {
    assertThat(RequestId.of("abc-1_2.3", TRACE)).isEqualTo("abc-1_2.3");
  }

  @Test
  void elseTheTraceNamesTheRequest() {
    assertThat(RequestId.of(null, TRACE)).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(RequestId.of("line\nbreak", TRACE)).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
  }

  @Test
  void elseItGetsANewOne() {
    String first = RequestId.of("x".repeat(65), "00-<script>");
    assertThat(first).matches("[0-9a-f]{1,16}").isNotEqualTo(RequestId.of("", null));
  }
}
