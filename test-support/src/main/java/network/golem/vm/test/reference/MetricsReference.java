package network.golem.vm.test.reference;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What a server tells Prometheus of what it does; what every Java tells is not in it. */
public final class MetricsReference {

  private static final Path DOCS = Path.of("../docs");
  private static final String OURS = "golem_";
  private static final Pattern ASKED_FOR = Pattern.compile("golem_[a-z_]+");

  private MetricsReference() {}

  /** A row for each metric; its labels are those of what has been measured until now. */
  public static String markdown(PrometheusRegistry registry) {
    Table table = new Table("metric", "kind", "labels", "meaning");
    for (MetricSnapshot metric : registry.scrape(name -> name.startsWith(OURS))) {
      table.row(
          Table.code(name(metric)),
          kind(metric),
          labels(metric),
          requireNonNull(metric.getMetadata().getHelp(), "a meaning"));
    }
    return table.toString();
  }

  /** The dashboard and the alerts ask for nothing that is not in the reference. */
  public static void knowsWhatMonitoringAsksFor() {
    Set<String> known = names(Docs.read(DOCS.resolve("reference/metrics.md")));
    for (String file : new String[] {"dashboard.json", "alerts.yml"}) {
      Set<String> asked = names(Docs.read(DOCS.resolve("monitoring/" + file)));
      assertThat(known).as(file).containsAll(asked);
      assertThat(asked).as(file).isNotEmpty();
    }
  }

  private static Set<String> names(String text) {
    return ASKED_FOR
        .matcher(text)
        .results()
        .map(found -> found.group().replaceFirst("_(bucket|count|sum)$", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** As Prometheus shows it. */
  private static String name(MetricSnapshot metric) {
    String name = metric.getMetadata().getPrometheusName();
    return metric instanceof CounterSnapshot ? name + "_total" : name;
  }

  private static String kind(MetricSnapshot metric) {
    return switch (metric) {
      case CounterSnapshot _ -> "counter";
      case HistogramSnapshot _ -> "histogram";
      default -> "gauge";
    };
  }

  private static String labels(MetricSnapshot metric) {
    return metric.getDataPoints().stream()
        .flatMap(point -> StreamSupport.stream(point.getLabels().spliterator(), false))
        .map(label -> "`" + label.getName() + "`")
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
