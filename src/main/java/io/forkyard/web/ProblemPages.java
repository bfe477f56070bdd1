package io.forkyard.web;

import io.swagger.v3.oas.annotations.Hidden;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** The pages that the {@code type} of a problem points to. */
@Hidden
@RestController
class ProblemPages {

  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <head><meta charset="utf-8"><title>%1$s - Forkyard</title></head>
      <body>
      <h1>%1$s</h1>
      %2$s
      </body>
      </html>
      """;

  @GetMapping(path = "/problems", produces = MediaType.TEXT_HTML_VALUE + ";charset=UTF-8")
  String all() {
    String links =
        Arrays.stream(Problem.values())
            .map(it -> "<li><a href=\"%s\">%s</a></li>".formatted(it.type(), it.title()))
            .collect(Collectors.joining("\n", "<ul>\n", "\n</ul>"));
    return PAGE.formatted("Problems", links);
  }

  @GetMapping(path = "/problems/{name}", produces = MediaType.TEXT_HTML_VALUE + ";charset=UTF-8")
  String one(@PathVariable String name) {
    return Problem.named(name)
        .map(ProblemPages::page)
        .orElseThrow(() -> ProblemException.notFound("problem", name));
  }

  private static String page(Problem problem) {
    String python =
        problem.exception() == null
            ? ""
            : "<p>In Python: <code>%s</code></p>\n".formatted(problem.exception());
    return PAGE.formatted(
        problem.title(),
        "<p>Status %d, type <code>%s</code></p>\n%s<p>%s</p>\n<p><a href=\"/problems\">All</a></p>"
            .formatted(
                problem.status(),
                problem.type(),
                python,
                HtmlUtils.htmlEscape(problem.explanation())));
  }
}
