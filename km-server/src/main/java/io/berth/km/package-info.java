/**
 * The built-in Knowledge Manager: a small program, one project, one database, one port. Start at
 * {@link io.berth.km.KmServer}.
 */
package io.berth.km;
