package io.berth.mcp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;

/**
 * Writes plain Java values as JSON: maps, collections, strings, numbers, booleans, null.
 *
 * <p>Anything else is a programming error and throws. {@link Raw} embeds text that already is JSON.
 * Thread-safe.
 */
public final class JsonText {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** JSON that was written before and is embedded as it stands. */
  public record Raw(String json) {}

  private JsonText() {}

  public static byte[] bytes(Object value) {
    try (ByteArrayBuilder out = new ByteArrayBuilder(512)) {
      try (JsonGenerator generator = FACTORY.createGenerator(out)) {
        write(generator, value);
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String text(Object value) {
    return new String(bytes(value), StandardCharsets.UTF_8);
  }

  private static void write(JsonGenerator out, Object value) throws IOException {
    if (value == null) {
      out.writeNull();
    } else if (value instanceof String text) {
      out.writeString(text);
    } else if (value instanceof Map<?, ?> map) {
      writeMap(out, map);
    } else if (value instanceof Collection<?> items) {
      out.writeStartArray();
      for (Object item : items) {
        write(out, item);
      }
      out.writeEndArray();
    } else if (value instanceof Boolean flag) {
      out.writeBoolean(flag);
    } else if (value instanceof Number number) {
      writeNumber(out, number);
    } else if (value instanceof Arguments arguments) {
      writeMap(out, arguments.asMap());
    } else if (value instanceof Raw raw) {
      out.writeRawValue(raw.json());
    } else {
      throw new IllegalArgumentException("No JSON form for " + value.getClass().getName());
    }
  }

  private static void writeMap(JsonGenerator out, Map<?, ?> map) throws IOException {
    out.writeStartObject();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.writeFieldName((String) entry.getKey());
      write(out, entry.getValue());
    }
    out.writeEndObject();
  }

  private static void writeNumber(JsonGenerator out, Number number) throws IOException {
    if (number instanceof Long
        || number instanceof Integer
        || number instanceof Short
        || number instanceof Byte) {
      out.writeNumber(number.longValue());
    } else if (number instanceof Double || number instanceof Float) {
      double value = number.doubleValue();
      if (Double.isNaN(value) || Double.isInfinite(value)) {
        throw new IllegalArgumentException("JSON has no " + value);
      }
      out.writeNumber(value);
    } else {
      out.writeNumber(number.toString());
    }
  }
}
