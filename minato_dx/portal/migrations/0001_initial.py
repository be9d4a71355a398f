from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='JobRun',
            fields=[
                ('job', models.CharField(max_length=60, primary_key=True, serialize=False, verbose_name='処理')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='前回の完了')),
            ],
            options={
                'verbose_name': '定期処理の実行',
                'verbose_name_plural': '定期処理の実行',
            },
        ),
    ]
