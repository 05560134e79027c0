package io.berth.acceptance.chaos;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One thing that a caller wants.
 *
 * @param name for the report
 * @param member of which project
 * @param replaySafe whether Berth may send it twice by the contract, so that it must not fail
 * @param writes whether it needs the project's disk
 * @param request makes the request, once for each attempt
 * @param complaint what is wrong with a 2xx answer; empty when nothing is
 */
record Operation(
    String name,
    Member member,
    boolean replaySafe,
    boolean writes,
    Supplier<HttpRequest.Builder> request,
    Function<HttpResponse<String>, String> complaint) {}
