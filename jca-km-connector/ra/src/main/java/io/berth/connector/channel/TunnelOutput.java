package io.berth.connector.channel;

import java.io.IOException;
import java.io.OutputStream;

/** The raw bytes of a tunnel to a KM: sent as they come; closing it ends this direction only. */
final class TunnelOutput extends OutputStream {
  private final Channel channel;
  private final Admission.Ticket ticket;
  private final Failures failures;

  TunnelOutput(Channel channel, Admission.Ticket ticket) {
    this.channel = channel;
    this.ticket = ticket;
    this.failures = new Failures(ticket.target());
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int count) throws IOException {
    try {
      channel.output().write(source, offset, count);
    } catch (IOException e) {
      throw failures.inRequest(e);
    }
    ticket.bytes();
  }

  @Override
  public void close() throws IOException {
    channel.endOutput();
  }
}
