package io.berth.connector.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.connector.api.KmExchange;
import io.berth.connector.api.KmHeader;
import io.berth.connector.api.KmResponseHead;
import java.io.InputStream;
import java.io.OutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TunnelIT {
  private ScriptedServer server;
  private OneProcess process;

  @AfterEach
  void nothingIsLeft() throws Exception {
    process.pools.closeAll();
    server.close();
    assertThat(process.open).hasValue(0);
  }

  @Test
  void echoesThroughATunnelThatTakesNoPlaceInThePool() throws Exception {
    server =
        new ScriptedServer(
            peer -> {
              peer.head();
              peer.send(
                  "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"
                      + "Upgrade: echo\r\nX-Accept: 1\r\n\r\nhello ");
              peer.in.transferTo(peer.out);
            });
    process = OneProcess.at(server.port());
    try (KmExchange tunnel = begin()) {
      KmResponseHead head = tunnel.responseHead();
      assertThat(head.status()).isEqualTo(101);
      assertThat(head.headers())
          .containsExactlyInAnyOrder(
              new KmHeader("Upgrade", "echo"), new KmHeader("X-Accept", "1"));
      assertThat(process.pools.use(OneProcess.ALPHA).leased()).isZero();
      assertThat(process.streams).hasValue(1);
      InputStream in = tunnel.responseBody();
      assertThat(in.readNBytes(6)).isEqualTo("hello ".getBytes(UTF_8));
      OutputStream out = tunnel.tunnelOutput();
      for (int i = 0; i < 100; i++) {
        byte[] message = ("message " + i).getBytes(UTF_8);
        out.write(message);
        assertThat(in.readNBytes(message.length)).isEqualTo(message);
      }
      out.close();
      assertThat(in.read()).isEqualTo(-1);
    }
    assertThat(process.pools.use(OneProcess.ALPHA).idle()).isZero();
  }

  @Test
  void passesARefusalLikeAnyAnswer() throws Exception {
    server =
        new ScriptedServer(
            peer -> {
              peer.head();
              peer.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
            });
    process = OneProcess.at(server.port());
    try (KmExchange tunnel = begin()) {
      assertThat(tunnel.responseHead().status()).isEqualTo(403);
      assertThat(tunnel.responseBody().readAllBytes()).isEqualTo("no".getBytes(UTF_8));
      assertThatThrownBy(tunnel::tunnelOutput).isInstanceOf(IllegalStateException.class);
    }
  }

  private KmExchange begin() throws Exception {
    return process.exchanges.beginTunnel(
        OneProcess.ALPHA, OneProcess.head("GET", "/ws", 0, new KmHeader("Upgrade", "echo")));
  }
}
