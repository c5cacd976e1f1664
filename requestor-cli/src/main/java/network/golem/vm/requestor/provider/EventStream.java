package network.golem.vm.requestor.provider;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import network.golem.vm.model.json.JsonObject;
import network.golem.vm.model.problem.InvalidValueException;
import network.golem.vm.model.vm.VmEvent;

/**
 * Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html) about a VM.
 * Comments, other kinds of events and data that is no event of a VM are passed over.
 */
final class EventStream {

  private static final String KIND = "vm";
  private static final int LARGEST_EVENT = 64 * 1024;

  private final BufferedReader lines;
  private String kind = "";
  private final StringBuilder data = new StringBuilder();

  EventStream(InputStream stream) {
    this.lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }

  /**
   * Hands on each event until the stream ends or {@code more} says no.
   *
   * @param stays is asked after each sign of life, be it an event or not, and told whether more is
   *     there already
   */
  void forEach(Predicate<VmEvent> more, Predicate<Boolean> stays) throws IOException {
    boolean goOn = true;
    for (String line = lines.readLine(); goOn && line != null; line = lines.readLine()) {
      if (line.isEmpty()) {
        goOn = dispatch(more) && stays.test(lines.ready());
      } else {
        take(line);
      }
    }
  }

  private void take(String line) throws IOException {
    int colon = line.indexOf(':');
    String field = colon < 0 ? line : line.substring(0, colon);
    String value = colon < 0 ? "" : line.substring(colon + 1);
    String text = value.startsWith(" ") ? value.substring(1) : value;
    if (field.equals("event")) {
      kind = text;
    } else if (field.equals("data")) {
      data.append(data.isEmpty() ? "" : "\n").append(text);
      if (data.length() > LARGEST_EVENT) {
        throw new IOException("an event is longer than " + LARGEST_EVENT + " characters");
      }
    }
  }

  private boolean dispatch(Predicate<VmEvent> more) {
    String json = data.toString();
    boolean ours = kind.equals(KIND) && !json.isEmpty();
    kind = "";
    data.setLength(0);
    VmEvent event;
    try {
      event = ours ? VmEvent.of(JsonObject.read(json)) : null;
    } catch (InvalidValueException e) {
      return true; // a newer provider may say what we do not understand
    }
    return event == null || more.test(event);
  }
}
