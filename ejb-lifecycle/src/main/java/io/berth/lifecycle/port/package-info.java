/** What PostgreSQL knows about ports: who holds them, and who held them before. */
package io.berth.lifecycle.port;
