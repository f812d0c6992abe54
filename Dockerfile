FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 SHOPOPS_VAR=/var/lib/shopops
WORKDIR /srv/shopops

COPY requirements.txt .
RUN pip install --require-hashes --no-deps -r requirements.txt

COPY . .
# The site runs as nobody in particular: it owns its data folder and cannot change its code.
RUN useradd --system --uid 10001 --home-dir "$SHOPOPS_VAR" --create-home shopops \
    && python -m compileall -q shopops analytics campaigns \
    && SECRET_KEY=only-for-this-step python manage.py collectstatic --noinput -v 0 \
    && chown -R shopops: "$SHOPOPS_VAR"

USER shopops
VOLUME ["/var/lib/shopops"]
EXPOSE 8000
CMD ["gunicorn", "shopops.wsgi:application", "--bind=0.0.0.0:8000", "--workers=2", "--threads=4", "--worker-tmp-dir=/dev/shm"]
