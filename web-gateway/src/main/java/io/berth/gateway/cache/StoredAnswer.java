package io.berth.gateway.cache;

import io.berth.gateway.mcp.McpAnswer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * An answer as it lies in the cache.
 *
 * @param generation of the process that gave it
 * @param contentType of its body
 * @param answer its body
 */
public record StoredAnswer(long generation, String contentType, McpAnswer answer) {
  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(generation);
      out.writeUTF(contentType);
      out.writeInt(answer.before().length);
      out.write(answer.before());
      out.write(answer.after());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  static StoredAnswer decode(byte[] stored) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(stored))) {
      long generation = in.readLong();
      String contentType = in.readUTF();
      byte[] before = in.readNBytes(in.readInt());
      return new StoredAnswer(generation, contentType, new McpAnswer(before, in.readAllBytes()));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
