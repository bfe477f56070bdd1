package io.forkyard.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.context.NullSecurityContextRepository;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.HeaderWriterFilter;

/** The order in which a request is checked: whom it is for, whose it is, its body, its token. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

  /** Swagger UI writes styles into its elements; everything else comes from its own files. */
  static final String CONTENT_POLICY =
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
          + " frame-ancestors 'none'; base-uri 'self'; form-action 'self'";

  @Bean
  Tokens tokens(SecurityProperties properties, BoundAddresses bound) {
    Tokens tokens = new Tokens(properties);
    if (tokens.isEmpty()) {
      bound
          .reachable()
          .ifPresent(address -> {
            throw new MissingTokenException(address);
          });
    }
    return tokens;
  }

  @Bean
  SecurityFilterChain door(
      HttpSecurity http,
      Tokens tokens,
      SecurityProperties security,
      BoundAddresses bound,
      LimitsProperties limits,
      ProblemWriter problems) {
    HostRule hosts = new HostRule(security.allowedHosts(), bound);
    http.addFilterAfter(new ForeignFilter(hosts, problems), HeaderWriterFilter.class)
        .addFilterBefore(new TokenFilter(tokens), AuthorizationFilter.class)
        .addFilterAfter(
            new BodyFilter(limits.body().toBytes(), problems), AuthorizationFilter.class)
        .exceptionHandling(it ->
            it.authenticationEntryPoint(
                (request, response, cause) -> askForToken(request, response, problems)))
        .authorizeHttpRequests(it -> {
          if (tokens.isEmpty()) {
            it.anyRequest().permitAll();
          } else {
            it.requestMatchers(OpenPaths.PATTERNS).permitAll().anyRequest().authenticated();
          }
        });
    return plain(http).build();
  }

  /** Callers are programs: no session, no login, no cookie that a foreign page could use. */
  private static HttpSecurity plain(HttpSecurity http) {
    return http.securityContext(
            it -> it.securityContextRepository(new NullSecurityContextRepository()))
        .sessionManagement(AbstractHttpConfigurer::disable)
        .anonymous(AbstractHttpConfigurer::disable)
        .servletApi(AbstractHttpConfigurer::disable)
        .csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .headers(it ->
            it.cacheControl(cache -> cache.disable())
                .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY)));
  }

  private static void askForToken(
      HttpServletRequest request, HttpServletResponse response, ProblemWriter problems)
      throws IOException {
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    problems.write(
        request,
        response,
        new ProblemException(Problem.UNAUTHORIZED, Problem.UNAUTHORIZED.explanation()));
  }

  /** Each request is observed as a whole; a watch on each filter costs more than the filters. */
  @Bean
  SecurityObservationSettings unobserved() {
    return SecurityObservationSettings.noObservations();
  }

  /**
   * Methods are left to the controllers, whose 405 says which ones there are, and the characters of
   * headers to the web server, which refuses what could end one when it reads them.
   */
  @Bean
  HttpFirewall firewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setUnsafeAllowAnyHttpMethod(true);
    firewall.setAllowedHeaderNames(name -> true);
    firewall.setAllowedHeaderValues(value -> true);
    return firewall;
  }

  @Bean
  RequestRejectedHandler rejected(ProblemWriter problems) {
    return (request, response, rejection) ->
        problems.write(
            request,
            response,
            new ProblemException(Problem.UNREADABLE_REQUEST, "The address is malformed"));
  }
}
