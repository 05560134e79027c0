/** The way to PostgreSQL: one small pool, migrations, failures turned into problems. */
package io.berth.lifecycle.database;
